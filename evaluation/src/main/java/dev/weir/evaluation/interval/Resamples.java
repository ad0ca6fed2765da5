package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Draws groups with replacement and re-estimates several estimators of the same log at once. Sums of a group lie side by
 * side: one draw, one place in memory. Confined to one thread.
 */
final class Resamples {
    private static final int PER_ESTIMATOR = 4;

    private final List<GroupSums> all;
    private final int groups;
    private final int stride;
    private final double[] table; // [groups × stride]: rows, Σ w, averaged, normalised of each estimator
    private final double[] drawn;

    Resamples(List<GroupSums> all) {
        this.all = all;
        this.groups = all.get(0).groups();
        this.stride = PER_ESTIMATOR * all.size();
        this.table = new double[groups * stride];
        this.drawn = new double[stride];
        for (int e = 0; e < all.size(); e++) {
            GroupSums sums = all.get(e);
            if (sums.groups() != groups) {
                throw new IllegalArgumentException("estimators must be of one log: " + sums.name() + " has "
                        + sums.groups() + " groups, " + all.get(0).name() + " has " + groups);
            }
            for (int g = 0; g < groups; g++) {
                int at = g * stride + e * PER_ESTIMATOR;
                table[at] = sums.rows(g);
                table[at + 1] = sums.weights(g);
                table[at + 2] = sums.averaged(g);
                table[at + 3] = sums.normalised(g);
            }
        }
    }

    /** Draws one resample, a pure function of its seed; 64 bits draw two groups. */
    void draw(long seed) {
        Arrays.fill(drawn, 0);
        for (int k = 0; k < groups; k += 2) {
            long bits = CounterRandom.bits(seed, 0, k);
            add((int) ((bits >>> 32) * groups >>> 32));
            if (k + 1 < groups) {
                add((int) ((bits & 0xFFFF_FFFFL) * groups >>> 32));
            }
        }
    }

    /** Draws these groups. */
    void draw(int[] chosen) {
        Arrays.fill(drawn, 0);
        for (int group : chosen) {
            add(group);
        }
    }

    private void add(int group) {
        int at = group * stride;
        for (int c = 0; c < stride; c++) {
            drawn[c] += table[at + c];
        }
    }

    /** An estimator's value of the resample. */
    double estimate(int estimator) {
        int at = estimator * PER_ESTIMATOR;
        return all.get(estimator).value(drawn[at], drawn[at + 1], drawn[at + 2], drawn[at + 3]);
    }
}
