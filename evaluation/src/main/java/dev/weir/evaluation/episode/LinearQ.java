package dev.weir.evaluation.episode;

import dev.weir.evaluation.model.Ridge;
import java.util.Arrays;

/** Action values linear in features of the state, Q(s, a) = θₐ · φ(s), each action fitted by ridge regression on its rows. */
public final class LinearQ implements QFunction {
    private final int[] action;
    private final double[] features;
    private final double[] next;
    private final int width;
    private final double ridge;
    private final double[][] theta;

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
    }

    @Override
    public void fit(double[] targets) {
        Ridge[] sums = new Ridge[theta.length];
        Arrays.setAll(sums, a -> new Ridge(width));
        for (int i = 0; i < targets.length; i++) {
            sums[action[i]].add(features, i * width, targets[i], 1);
        }
        for (int a = 0; a < theta.length; a++) {
            theta[a] = sums[a].solve(ridge);
        }
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
