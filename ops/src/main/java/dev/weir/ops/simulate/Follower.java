package dev.weir.ops.simulate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows the served version by long polls, in a thread of its own, and measures for each block of decisions how long it
 * took from its last reward until a version that had learned from it was served.
 */
final class Follower implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final long PATIENCE_MILLIS = 60_000;

    private record Rewarded(long transitions, long atNanos) {}

    private final Caller caller;
    private final Thread thread;
    private final Deque<Rewarded> waiting = new ArrayDeque<>();
    private final Quantiles rewardToPolicy = new Quantiles();
    private Caller.Served served = new Caller.Served("", "", -1);
    private boolean closed;

    Follower(Caller caller) {
        this.caller = caller;
        this.thread = new Thread(this::follow, "follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        while (!isClosed()) {
            try {
                Caller.Served now = caller.policy(served().transitions() + 1, WAIT);
                at(now, System.nanoTime());
            } catch (Caller.Interrupted e) {
                return;
            } catch (IllegalStateException e) {
                pause(); // the service is starting or stopping
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void at(Caller.Served now, long nanos) {
        served = now;
        while (!waiting.isEmpty() && waiting.getFirst().transitions <= now.transitions()) {
            rewardToPolicy.add((nanos - waiting.removeFirst().atNanos) / 1e6);
        }
        notifyAll();
    }

    /** The rewards of all decisions before {@code transitions} are out. */
    synchronized void rewarded(long transitions) {
        waiting.addLast(new Rewarded(transitions, System.nanoTime()));
    }

    synchronized Caller.Served served() {
        return served;
    }

    synchronized Quantiles rewardToPolicy() {
        return rewardToPolicy;
    }

    /**
     * Returns when the served version knows at least so many transitions.
     *
     * @throws IllegalStateException if for a minute no new version came
     */
    synchronized void await(long transitions) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        long known = served.transitions();
        while (served.transitions() < transitions) {
            long left = end - System.currentTimeMillis();
            if (left <= 0) {
                throw new IllegalStateException("no version that knows " + transitions + " transitions came within "
                        + PATIENCE_MILLIS + " ms; served is " + served);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Caller.Interrupted();
            }
            if (served.transitions() > known) {
                known = served.transitions();
                end = System.currentTimeMillis() + PATIENCE_MILLIS;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
