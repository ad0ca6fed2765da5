package dev.weir.evaluation.episode;

import dev.weir.evaluation.model.Ridge;
import dev.weir.evaluation.model.RidgeFactor;
import java.util.Arrays;

/**
 * Action values linear in features of the state, Q(s, a) = θₐ · φ(s), each action fitted by ridge regression on its rows. The
 * matrices are factorised anew only where other rows are fitted to than the time before.
 */
public final class LinearQ implements QFunction {
    private final int[] action;
    private final double[] features;
    private final double[] next;
    private final int width;
    private final double ridge;
    private final double[][] theta;
    private final RidgeFactor[] factors;
    private final boolean[] fitted;

    /**
     * All values 0.
     *
     * @param features [rows × width] φ(sₜ), with a constant among them if there is to be one
     * @param next     [rows × width] φ(sₜ₊₁)
     * @param ridge    λ, above 0
     */
    public LinearQ(EpisodeLog log, double[] features, double[] next, int width, double ridge) {
        this.action = log.action();
        this.features = features;
        this.next = next;
        this.width = width;
        this.ridge = ridge;
        this.theta = new double[log.actions()][width];
        this.factors = new RidgeFactor[log.actions()];
        this.fitted = new boolean[log.rows()];
    }

    @Override
    public void fit(double[] targets) {
        boolean same = factors[0] != null;
        for (int i = 0; i < targets.length; i++) {
            boolean known = !Double.isNaN(targets[i]);
            same &= known == fitted[i];
            fitted[i] = known;
        }
        if (!same) {
            factorise();
        }
        for (double[] moment : theta) {
            Arrays.fill(moment, 0);
        }
        for (int i = 0; i < targets.length; i++) {
            if (fitted[i]) {
                double[] moment = theta[action[i]];
                for (int j = 0; j < width; j++) {
                    moment[j] += targets[i] * features[i * width + j];
                }
            }
        }
        for (int a = 0; a < theta.length; a++) {
            factors[a].solve(theta[a]);
        }
    }

    private void factorise() {
        Ridge[] sums = new Ridge[theta.length];
        Arrays.setAll(sums, a -> new Ridge(width));
        for (int i = 0; i < fitted.length; i++) {
            if (fitted[i]) {
                sums[action[i]].add(features, i * width, 0, 1);
            }
        }
        Arrays.setAll(factors, a -> sums[a].factor(ridge));
    }

    @Override
    public void at(int row, double[] values) {
        evaluate(features, row, values);
    }

    @Override
    public void next(int row, double[] values) {
        evaluate(next, row, values);
    }

    private void evaluate(double[] from, int row, double[] values) {
        for (int a = 0; a < theta.length; a++) {
            values[a] = Ridge.dot(theta[a], from, row * width);
        }
    }
}
