package dev.weir.systemtests.learner;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What a thread did from the first third of its work to the end: how much, in what time, by the wall and by its CPU. */
record Span(long count, double seconds, double cpuSeconds) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Waits for it, while threads whose names contain {@code thread} work. */
    static Span of(long total, LongSupplier done, String thread) {
        long first = await(done, total / 3);
        long start = System.nanoTime();
        double cpu = cpuSeconds(thread);
        long last = await(done, total - 1);
        return new Span(last - first, (System.nanoTime() - start) / 1e9, cpuSeconds(thread) - cpu);
    }

    private static long await(LongSupplier done, long atLeast) {
        while (done.getAsLong() < atLeast) {
            LockSupport.parkNanos(200_000);
        }
        return done.getAsLong();
    }

    private static double cpuSeconds(String name) {
        double nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().contains(name)) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return nanos / 1e9;
    }

    double perSecond() {
        return count / seconds;
    }

    double cpuMicros() {
        return cpuSeconds * 1e6 / count;
    }

    @Override
    public String toString() {
        return String.format(
                "%,.0f/s, %.1f us of CPU each (%,.0f/s of a whole core)", perSecond(), cpuMicros(), 1e6 / cpuMicros());
    }
}
