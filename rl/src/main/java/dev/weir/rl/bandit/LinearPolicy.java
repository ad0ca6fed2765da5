package dev.weir.rl.bandit;

import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.SparseVector;
import dev.weir.rl.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Acts on a {@link LinearModel}. Thompson sampling acts by the empirical distribution of the version's own M posterior
 * draws: the share of draws in which an action is best <em>is</em> its probability, so that the logged propensity is
 * exact. Immutable and safe for use by many threads.
 */
final class LinearPolicy implements Policy {
    private final LinearEncoder encoder;
    private final LinearModel model;

    LinearPolicy(LinearEncoder encoder, LinearModel model) {
        this.encoder = encoder;
        this.model = model;
    }

    LinearEncoder encoder() {
        return encoder;
    }

    LinearModel model() {
        return model;
    }

    @Override
    public Judgement judge(Situation situation) {
        DecisionProblem problem = encoder.problem();
        int n = problem.allowedCount(situation);
        LinearEncoder.Prepared prepared = encoder.prepare(situation);
        double[] values = new double[n];
        double[] wins = new double[n];
        if (model.exploration() instanceof Exploration.Thompson thompson) {
            thompson(situation, n, thompson.draws(), prepared, values, wins);
        } else {
            double alpha = model.exploration() instanceof Exploration.LinUcb ucb ? ucb.alpha() : 0;
            greatest(situation, n, alpha, prepared, values, wins);
        }
        double floor = model.exploration().floor();
        for (int i = 0; i < n; i++) {
            wins[i] = (1 - floor) * wins[i] + floor / n;
        }
        return new Judgement(wins, values);
    }

    private void thompson(
            Situation situation, int n, int draws, LinearEncoder.Prepared prepared, double[] values, double[] wins) {
        double[] best = new double[draws];
        int[] winner = new int[draws];
        double[] score = new double[draws];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            SparseVector phi = prepared.features(encoder.problem().actionIndex(situation, i));
            values[i] = dot(phi);
            Arrays.fill(score, 0);
            for (int p = 0; p < phi.size(); p++) {
                accumulate(score, model.spread(), phi.place(p) * draws, phi.value(p));
            }
            for (int m = 0; m < draws; m++) {
                if (score[m] > best[m]) {
                    best[m] = score[m];
                    winner[m] = i;
                }
            }
        }
        int[] count = new int[n];
        for (int w : winner) {
            count[w]++;
        }
        for (int i = 0; i < n; i++) {
            wins[i] = (double) count[i] / draws;
        }
    }

    private static void accumulate(double[] score, double[] spread, int from, double value) {
        for (int m = 0; m < score.length; m++) {
            score[m] += value * spread[from + m];
        }
    }

    /** The greatest upper bound; equal ones share. */
    private void greatest(
            Situation situation, int n, double alpha, LinearEncoder.Prepared prepared, double[] values, double[] wins) {
        double[] bounds = values;
        if (alpha > 0 || !prepared.values(model.mean(), values)) {
            bounds = new double[n];
            for (int i = 0; i < n; i++) {
                SparseVector phi = prepared.features(encoder.problem().actionIndex(situation, i));
                values[i] = dot(phi);
                bounds[i] = alpha > 0 ? values[i] + alpha * deviation(phi) : values[i];
            }
        }
        double best = Double.NEGATIVE_INFINITY;
        for (double bound : bounds) {
            best = Math.max(best, bound);
        }
        int ties = 0;
        for (double bound : bounds) {
            ties += bound == best ? 1 : 0;
        }
        for (int i = 0; i < n; i++) {
            wins[i] = bounds[i] == best ? 1.0 / ties : 0;
        }
    }

    private double dot(SparseVector phi) {
        double sum = 0;
        for (int p = 0; p < phi.size(); p++) {
            sum += model.mean()[phi.place(p)] * phi.value(p);
        }
        return sum;
    }

    private double deviation(SparseVector phi) {
        int d = encoder.width();
        double[] image = new double[d];
        for (int p = 0; p < phi.size(); p++) {
            int j = phi.place(p);
            int column = j * d - j * (j - 1) / 2 - j; // where row 0 of column j would be
            for (int i = j; i < d; i++) {
                image[i] += model.spread()[column + i] * phi.value(p);
            }
        }
        double square = 0;
        for (double x : image) {
            square += x * x;
        }
        return Math.sqrt(square);
    }

    @Override
    public List<Contribution> contributions(Situation situation, int place) {
        SparseVector phi = encoder.prepare(situation).features(encoder.problem().actionIndex(situation, place));
        List<Contribution> all = new ArrayList<>();
        for (int p = 0; p < phi.size(); p++) {
            all.add(new Contribution(encoder.nameOf(phi.place(p)), model.mean()[phi.place(p)] * phi.value(p)));
        }
        return all;
    }
}
