package dev.weir.ops.simulate;

import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person sees while a demo plays: a panel that rewrites itself, or one line now and then where there is no terminal. */
final class Panel implements AutoCloseable {
    private static final int LINES = 7;
    private static final int BAR = 40;
    private static final long PANEL_MILLIS = 250;
    private static final long LINE_MILLIS = 2_000;

    private final PrintStream out;
    private final boolean live;
    private final Play play;
    private final Course course;
    private final Follower follower;
    private final References references;
    private final long startNanos = System.nanoTime();
    private final Thread thread;
    private boolean drawn;
    private volatile boolean closed;

    Panel(PrintStream out, boolean live, Play play, Course course, Follower follower) {
        this.out = out;
        this.live = live;
        this.play = play;
        this.course = course;
        this.follower = follower;
        this.references = play.references();
        this.thread = new Thread(this::run, "panel");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(live ? PANEL_MILLIS : LINE_MILLIS);
                draw();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw() {
        int done = course.size();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double rate = done / seconds;
        int recent = Math.max(1, done / 4);
        Caller.Served served = follower.served();
        long lag = done - Math.max(served.transitions(), 0);
        if (!live) {
            out.printf(
                    Locale.ROOT,
                    "%7d of %d decisions  reward %.3f (last quarter %.3f; %s %.3f, %s %.3f)  %.0f/s  version %s%n",
                    done,
                    play.decisions(),
                    course.mean(),
                    course.meanOfLast(recent),
                    references.all().get(0).label(),
                    references.first(),
                    references.all().get(references.all().size() - 1).label(),
                    references.last(),
                    rate,
                    served.version());
            return;
        }
        if (drawn) {
            out.print("\u001b[" + LINES + "A");
        }
        drawn = true;
        line("decisions   %s %,d of %,d", bar((double) done / play.decisions()), done, play.decisions());
        line(
                "reward      %s %.3f so far, %.3f in the last quarter",
                scale(recent), course.mean(), course.meanOfLast(recent));
        line("beside it   %s", beside());
        line("speed       %,.0f decisions/s   decide p99 %,.0f µs", rate, course.decideMicros(0.99));
        line("version     %s, learned from %,d", served.version(), Math.max(served.transitions(), 0));
        line("lag         %,d decisions ahead of the served version", lag);
        line("");
        out.flush();
    }

    private void line(String format, @Nullable Object... arguments) {
        out.print("\u001b[2K" + String.format(Locale.ROOT, format, arguments) + "\n");
    }

    private String beside() {
        return references.all().stream()
                .map(r -> String.format(Locale.ROOT, "%s %.3f", r.label(), r.reward()))
                .collect(Collectors.joining("   "));
    }

    private static String bar(double share) {
        int full = (int) (Math.max(0, Math.min(share, 1)) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** Where recent rewards stand between uniform and best. */
    private String scale(int recent) {
        double way = (course.meanOfLast(recent) - references.first()) / (references.last() - references.first());
        return bar(Double.isFinite(way) ? way : 0);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        draw();
    }
}
