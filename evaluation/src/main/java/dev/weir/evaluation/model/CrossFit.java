package dev.weir.evaluation.model;

import dev.weir.rl.random.CounterRandom;

/**
 * Values every row by a model that has not seen it: units are dealt into folds by a hash, each fold is valued by the model
 * fitted to the others (Schick 1986; Chernozhukov et al. 2018). For logs whose policy did not learn; else {@link ForwardFit}.
 */
public final class CrossFit {
    private static final long STREAM = 0x666f_6c64L; // "fold"

    private CrossFit() {}

    /** A unit's fold. */
    public static int fold(long unit, int folds, long seed) {
        return (int) (CounterRandom.uniform(seed, STREAM, unit) * folds);
    }

    /**
     * q̂(xᵢ, ·) of every row.
     *
     * @param folds at least 2
     * @return [rows × actions]
     */
    public static double[] values(LoggedRows rows, int actions, Fit fit, int folds, long seed) {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2, was " + folds);
        }
        double[] values = new double[rows.rows() * actions];
        int[] fold = new int[rows.rows()];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = fold(rows.unit()[i], folds, seed);
        }
        for (int f = 0; f < folds; f++) {
            boolean[] chosen = new boolean[fold.length];
            int count = 0;
            for (int i = 0; i < fold.length; i++) {
                chosen[i] = fold[i] != f;
                count += chosen[i] ? 1 : 0;
            }
            if (count == 0) {
                throw new IllegalArgumentException("fold " + f + " of " + folds + " has every unit: log more units");
            }
            RewardModel model = fit.fit(rows, chosen);
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == f) {
                    model.values(rows.contexts(), i * rows.contextWidth(), values, i * actions);
                }
            }
        }
        return values;
    }
}
