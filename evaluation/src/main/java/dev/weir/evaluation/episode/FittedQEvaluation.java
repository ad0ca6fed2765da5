package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;

/**
 * Fitted Q evaluation with a finite horizon (Ernst, Geurts and Wehenkel 2005; Le, Voloshin and Yue 2019): Q₀ = 0, Qₕ is
 * fitted to r + γ Σₐ π(a|s') Qₕ₋₁(s', a), 0 following a terminal row. Step t of an episode is worth Q_{H−t}. The value is the
 * mean of V_H over first states; it is as wrong as the model, and its interval does not hold the model's error.
 */
public final class FittedQEvaluation {
    private FittedQEvaluation() {}

    /** Values of every logged step, {@code horizon} steps being left at an episode's first. */
    public static StepValues fit(EpisodeLog log, QFunction q, int horizon) {
        return fit(log, q, horizon, new boolean[log.rows()]);
    }

    /**
     * The same by a model that has not seen some of the rows.
     *
     * @param leftOut [rows] whether a row is valued only
     */
    public static StepValues fit(EpisodeLog log, QFunction q, int horizon, boolean[] leftOut) {
        if (horizon < log.horizon()) {
            throw new IllegalArgumentException(
                    "horizon must be at least the longest episode, " + log.horizon() + ", was " + horizon);
        }
        int rows = log.rows();
        StepValues values = new StepValues(new double[rows], new double[rows]);
        double[] targets = new double[rows];
        double[] scratch = new double[log.actions()];
        int[] left = stepsLeft(log, horizon);
        for (int h = 1; h <= horizon; h++) {
            for (int i = 0; i < rows; i++) {
                targets[i] = leftOut[i] ? Double.NaN : log.reward()[i];
                if (h > 1 && !leftOut[i] && !log.terminal()[i]) {
                    q.next(i, scratch);
                    targets[i] += log.discount() * log.expectation(log.nextPolicy(), i, scratch);
                }
            }
            q.fit(targets);
            for (int i = 0; i < rows; i++) {
                if (left[i] == h) {
                    q.at(i, scratch);
                    values.logged()[i] = scratch[log.action()[i]];
                    values.policy()[i] = log.expectation(log.policy(), i, scratch);
                }
            }
        }
        return values;
    }

    private static int[] stepsLeft(EpisodeLog log, int horizon) {
        int[] left = new int[log.rows()];
        for (int n = 0; n < log.episodes(); n++) {
            for (int i = log.start()[n]; i < log.start()[n + 1]; i++) {
                left[i] = horizon - (i - log.start()[n]);
            }
        }
        return left;
    }

    /** The direct estimate: the mean of V over first states. */
    public static GroupSums sums(EpisodeLog log, StepValues values) {
        double[] terms = new double[log.episodes()];
        for (int n = 0; n < terms.length; n++) {
            terms[n] = values.policy()[log.start()[n]];
        }
        return EpisodeSums.mean("fqe", terms);
    }
}
