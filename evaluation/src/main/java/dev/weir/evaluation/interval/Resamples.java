package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.random.CounterRandom;

/** Draws groups with replacement and re-estimates. Sums of a group lie side by side: one draw, one line of cache. */
final class Resamples {
    private static final int STRIDE = 4;

    private final GroupSums sums;
    private final double[] table; // [groups × 4]: rows, Σ w, averaged, normalised
    private final int groups;

    Resamples(GroupSums sums) {
        this.sums = sums;
        this.groups = sums.groups();
        this.table = new double[groups * STRIDE];
        for (int g = 0; g < groups; g++) {
            table[g * STRIDE] = sums.rows(g);
            table[g * STRIDE + 1] = sums.weights(g);
            table[g * STRIDE + 2] = sums.averaged(g);
            table[g * STRIDE + 3] = sums.normalised(g);
        }
    }

    /** The estimate of one resample, a pure function of its seed; 64 bits draw two groups. */
    double estimate(long seed) {
        double rows = 0;
        double weights = 0;
        double averaged = 0;
        double normalised = 0;
        long bits = 0;
        for (int k = 0; k < groups; k++) {
            bits = (k & 1) == 0 ? CounterRandom.bits(seed, 0, k >> 1) : bits << 32;
            int at = (int) ((bits >>> 32) * groups >>> 32) * STRIDE;
            rows += table[at];
            weights += table[at + 1];
            averaged += table[at + 2];
            normalised += table[at + 3];
        }
        return sums.value(rows, weights, averaged, normalised);
    }

    /** The estimate of the resample of these groups. */
    double estimate(int[] drawn) {
        double rows = 0;
        double weights = 0;
        double averaged = 0;
        double normalised = 0;
        for (int g : drawn) {
            int at = g * STRIDE;
            rows += table[at];
            weights += table[at + 1];
            averaged += table[at + 2];
            normalised += table[at + 3];
        }
        return sums.value(rows, weights, averaged, normalised);
    }
}
