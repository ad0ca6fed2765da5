package dev.weir.evaluation.model;

import java.util.HashSet;
import java.util.Set;

/**
 * Values every row by a model of earlier rows alone, rows in the order of the log: where the logging policy learned, later
 * rows know of this one's reward. Blocks grow by half; each is valued by the model of all before it, without rows of its own
 * units; the first block, by 0 (Zhan et al. 2021, section 3).
 */
public final class ForwardFit {
    private ForwardFit() {}

    /**
     * q̂(xᵢ, ·) of every row.
     *
     * @param first rows of the first block, at least 1
     * @return [rows × actions]
     */
    public static double[] values(LoggedRows rows, int actions, Fit fit, int first) {
        if (first < 1) {
            throw new IllegalArgumentException("first must be at least 1, was " + first);
        }
        int n = rows.rows();
        double[] values = new double[n * actions];
        int from = first;
        while (from < n) {
            int to = (int) Math.min(n, from + Math.max(1L, from / 2));
            boolean[] chosen = earlier(rows, from, to);
            if (any(chosen)) {
                RewardModel model = fit.fit(rows, chosen);
                for (int i = from; i < to; i++) {
                    model.values(rows.contexts(), i * rows.contextWidth(), values, i * actions);
                }
            }
            from = to;
        }
        return values;
    }

    /** Rows before {@code from} whose units have no row in the block that is valued. */
    private static boolean[] earlier(LoggedRows rows, int from, int to) {
        Set<Long> valued = new HashSet<>();
        for (int i = from; i < to; i++) {
            valued.add(rows.unit()[i]);
        }
        boolean[] chosen = new boolean[rows.rows()];
        for (int i = 0; i < from; i++) {
            chosen[i] = !valued.contains(rows.unit()[i]);
        }
        return chosen;
    }

    private static boolean any(boolean[] chosen) {
        for (boolean one : chosen) {
            if (one) {
                return true;
            }
        }
        return false;
    }
}
