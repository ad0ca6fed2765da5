package dev.weir.service.decisionlog;

import java.util.function.LongSupplier;

/**
 * The time that decisions and outcomes of one problem are stamped with, and the promise that a tick makes: once
 * {@link #turn} returns, nothing stamped earlier than its time is still on its way to the log. Time never goes back. Safe
 * for use by many threads.
 *
 * <p>Whoever writes enters before it takes its time, and leaves when the log has acknowledged the record or refused it for
 * good. A turn raises the least time that can still be taken, opens a new phase, and waits until the old one is empty.
 */
public final class LogClock {
    private final LongSupplier millis;
    private final boolean driver;
    private final long[] inside = new long[2];
    private int phase;
    private long last;

    /**
     * A clock.
     *
     * @param millis epoch milliseconds now; not asked where a driver makes time up
     * @param driver true: time stands still between ticks
     * @param from   time that was reached before
     */
    public LogClock(LongSupplier millis, boolean driver, long from) {
        this.millis = millis;
        this.driver = driver;
        this.last = from;
    }

    /** Somebody who writes, and the time of what is written. */
    public record Pass(long time, int phase) {}

    /** Enters now. */
    public synchronized Pass enter() {
        inside[phase]++;
        return new Pass(now(), phase);
    }

    /**
     * Enters at a time that the caller made up.
     *
     * @return null if that is earlier than what a tick has promised
     */
    public synchronized @org.jspecify.annotations.Nullable Pass enterAt(long time) {
        if (time < last) {
            return null;
        }
        inside[phase]++;
        return new Pass(time, phase);
    }

    /** Leaves; once for each pass. */
    public synchronized void leave(Pass pass) {
        if (--inside[pass.phase] == 0) {
            notifyAll();
        }
    }

    /**
     * Holds time: no turn returns before what this gives is run, whatever its time is. For what is written later than it is
     * stamped, by others than its writers.
     */
    public synchronized Runnable hold() {
        inside[0]++;
        inside[1]++;
        return this::release;
    }

    private synchronized void release() {
        inside[0]--;
        inside[1]--;
        notifyAll();
    }

    /** Time that has been reached. */
    public synchronized long reached() {
        return now();
    }

    /** Time moves on by itself. */
    long turn() throws InterruptedException {
        return turn(Long.MIN_VALUE);
    }

    /**
     * Waits until everything stamped earlier has left, and returns the time of the tick; one caller at a time.
     *
     * @param to at least this time
     */
    synchronized long turn(long to) throws InterruptedException {
        last = Math.max(now(), to);
        long time = last;
        int old = phase;
        phase = 1 - phase;
        while (inside[old] > 0) {
            wait();
        }
        return time;
    }

    private long now() {
        if (!driver) {
            last = Math.max(last, millis.getAsLong());
        }
        return last;
    }
}
