package dev.weir.ops.evaluate;

import java.io.PrintStream;
import java.util.Locale;

/** A bar on a terminal's error stream, or a line every few seconds where there is none. Confined to one thread. */
public final class Progress {
    private static final int WIDTH = 30;
    private static final long EVERY_NANOS = 200_000_000L;
    private static final long EVERY_NANOS_IN_A_FILE = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private String what = "";
    private long start;
    private long told;
    private long rows;
    private double share;
    private boolean shown;

    /**
     * Nothing is shown yet.
     *
     * @param terminal whether a line can be written over
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void begin(String name) {
        what = name;
        start = System.nanoTime();
        told = start;
        rows = 0;
        share = 0;
        shown = false;
    }

    void share(double done) {
        share = done;
    }

    void row() {
        rows++;
        if ((rows & 255) == 0) {
            long now = System.nanoTime();
            if (now - told > (terminal ? EVERY_NANOS : EVERY_NANOS_IN_A_FILE)) {
                told = now;
                show(now);
            }
        }
    }

    private void show(long now) {
        int full = (int) Math.round(WIDTH * Math.min(1, Math.max(0, share)));
        out.printf(
                Locale.ROOT,
                "%s%-22s [%s%s] %,d rows, %,.0f a second%s",
                terminal ? "\r" : "",
                what,
                "=".repeat(full),
                " ".repeat(WIDTH - full),
                rows,
                rows / ((now - start) / 1e9),
                terminal ? " " : System.lineSeparator());
        out.flush();
        shown = true;
    }

    void end() {
        if (shown) {
            share = 1;
            show(System.nanoTime());
            if (terminal) {
                out.println();
            }
        }
    }
}
