package dev.weir.systemtests.network;

import java.util.Arrays;

/** Median of several windows of one thing done again and again, after warming up. */
final class Clock {
    private static final int WINDOWS = 5;
    private static double sink;

    private Clock() {}

    /** Something that gives a number, so that it cannot be left out. */
    interface Work {
        double run();
    }

    /** Runs a second. */
    static double perSecond(Work work, double warmSeconds, double windowSeconds) {
        run(work, warmSeconds);
        double[] rates = new double[WINDOWS];
        for (int w = 0; w < WINDOWS; w++) {
            rates[w] = run(work, windowSeconds);
        }
        Arrays.sort(rates);
        return rates[WINDOWS / 2];
    }

    private static double run(Work work, double seconds) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long runs = 0;
        long now = start;
        while (now < end) {
            sink += work.run();
            runs++;
            now = System.nanoTime();
        }
        if (Double.isNaN(sink)) {
            throw new IllegalStateException("the work gave a number that is not one");
        }
        return runs / ((now - start) / 1e9);
    }
}
