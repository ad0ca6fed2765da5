package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import java.util.Arrays;
import java.util.List;

/** The draws of {@code numpy.random.RandomState(seed).choice}: MT19937 (Matsumoto and Nishimura 1998), masked and rejected. */
final class LegacyNumpy {
    private final int[] state = new int[624];
    private int place = 624;

    private LegacyNumpy(int seed) {
        state[0] = seed;
        for (int i = 1; i < state.length; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** Estimates of resamples, ascending. */
    static double[] estimates(GroupSums sums, int resamples, int seed) {
        LegacyNumpy random = new LegacyNumpy(seed);
        Resamples table = new Resamples(List.of(sums));
        int[] drawn = new int[sums.groups()];
        double[] estimates = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] = random.below(drawn.length);
            }
            table.draw(drawn);
            estimates[b] = table.estimate(0);
        }
        Arrays.sort(estimates);
        return estimates;
    }

    private int below(int bound) {
        int mask = Integer.highestOneBit(bound - 1) * 2 - 1;
        int value = next() & mask;
        while (value >= bound) {
            value = next() & mask;
        }
        return value;
    }

    private int next() {
        if (place == state.length) {
            twist();
        }
        int y = state[place++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < state.length; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % state.length] & 0x7fffffff);
            state[i] = state[(i + 397) % state.length] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        place = 0;
    }
}
