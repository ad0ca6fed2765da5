package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.Estimate;
import java.util.function.Supplier;

/**
 * Fitted Q evaluation that has not seen what it values: episodes are dealt into folds by unit, each is valued by a model of the
 * others. The same fits give the error of the direct estimate, that of the model counted in.
 *
 * @param values of every step, by a model that has not seen its fold
 * @param direct the mean of V over first states by a model of all episodes; its error by the jackknife over folds,
 *               (K − 1) / K Σₖ (V̂₋ₖ − V̄)², V̂₋ₖ without fold k (Shao and Tu 1995), K − 1 degrees of freedom
 */
public record CrossFitted(StepValues values, Estimate direct) {
    /**
     * Fits K + 1 times.
     *
     * @param q       makes an untrained model
     * @param fold    [episodes] of each episode, 0 … folds − 1; episodes of a unit are in one
     * @param folds   at least 2
     * @param horizon steps left at an episode's first
     */
    public static CrossFitted fit(EpisodeLog log, Supplier<QFunction> q, int[] fold, int folds, int horizon) {
        StepValues all = FittedQEvaluation.fit(log, q.get(), horizon);
        StepValues values = new StepValues(new double[log.rows()], new double[log.rows()]);
        double[] without = new double[folds];
        for (int k = 0; k < folds; k++) {
            boolean[] leftOut = rowsOf(log, fold, k);
            StepValues others = FittedQEvaluation.fit(log, q.get(), horizon, leftOut);
            without[k] = start(log, others, fold, k);
            for (int i = 0; i < leftOut.length; i++) {
                if (leftOut[i]) {
                    values.logged()[i] = others.logged()[i];
                    values.policy()[i] = others.policy()[i];
                }
            }
        }
        double value = FittedQEvaluation.sums(log, all).value();
        return new CrossFitted(
                values, new Estimate("fqe", value, jackknife(without), log.episodes(), folds, folds - 1.0));
    }

    private static boolean[] rowsOf(EpisodeLog log, int[] fold, int k) {
        boolean[] rows = new boolean[log.rows()];
        for (int n = 0; n < log.episodes(); n++) {
            for (int i = log.start()[n]; i < log.start()[n + 1]; i++) {
                rows[i] = fold[n] == k;
            }
        }
        return rows;
    }

    /** Mean of V over first states of all folds but k. */
    private static double start(EpisodeLog log, StepValues values, int[] fold, int k) {
        double sum = 0;
        int count = 0;
        for (int n = 0; n < log.episodes(); n++) {
            if (fold[n] != k) {
                sum += values.policy()[log.start()[n]];
                count++;
            }
        }
        if (count == 0 || count == log.episodes()) {
            throw new IllegalArgumentException("fold " + k + " has " + (count == 0 ? "every" : "no")
                    + " episode: log more units, or take fewer folds");
        }
        return sum / count;
    }

    private static double jackknife(double[] without) {
        double mean = 0;
        for (double value : without) {
            mean += value / without.length;
        }
        double squares = 0;
        for (double value : without) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares * (without.length - 1) / without.length);
    }
}
