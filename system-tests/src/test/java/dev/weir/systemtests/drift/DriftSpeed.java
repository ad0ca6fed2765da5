package dev.weir.systemtests.drift;

import dev.weir.evaluation.drift.Watch;
import dev.weir.evaluation.drift.WatchSettings;
import dev.weir.rl.random.Gaussian;
import java.util.Locale;

/**
 * How fast rewards are watched: {@code system-tests/bench drift-speed [SEGMENTS, 10000]}. Rewards come to so many watches in turn, on one
 * thread; bars: 200,000 a second, and 256 MB of heap for ten thousand of them.
 */
public final class DriftSpeed {
    private static final int NUMBERS = 1 << 16;
    private static final int ROUNDS = 5;
    private static final double BAR = 200_000;
    private static final double BAR_BYTES = 256e6;

    private DriftSpeed() {}

    public static void main(String[] arguments) {
        int segments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        double[] rewards = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            rewards[i] = Gaussian.at(1, 1, i);
        }
        long before = used();
        Watch[] watches = new Watch[segments];
        for (int i = 0; i < segments; i++) {
            watches[i] = new Watch(new WatchSettings(1e6, 0.5, 500, 20_000));
        }
        double bytes = used() - before;
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long n = 40L * NUMBERS;
            for (long i = 0; i < n; i++) {
                double reward = rewards[(int) (i * 7 % NUMBERS)];
                watches[(int) (i % segments)].observe(reward, reward, i);
            }
            best = Math.max(best, n / ((System.nanoTime() - start) / 1e9));
        }
        boolean fast = best >= BAR;
        boolean small = bytes <= BAR_BYTES * segments / 10_000;
        System.out.printf(
                Locale.ROOT, "%,.0f rewards a second, bar %,.0f: %s%n", best, BAR, fast ? "reached" : "MISSED");
        System.out.printf(
                Locale.ROOT, "%,d watches in %,.1f MB: %s%n", segments, bytes / 1e6, small ? "reached" : "MISSED");
        System.exit(fast && small ? 0 : 1);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
