package dev.weir.ops.evaluate;

import java.util.ArrayList;
import java.util.List;

/** The doubly robust estimate as the log goes on, at about a hundred points. Confined to one thread. */
final class Running {
    private static final int POINTS = 100;

    /** After so many rows: the mean so far, and half of a 95 % interval of independent rows. */
    record Point(long rows, double value, double half) {}

    private final long every;
    private final List<Point> points = new ArrayList<>();
    private long rows;
    private double mean;
    private double squares;

    Running(long expected) {
        every = Math.max(1, expected / POINTS);
    }

    void add(double term) {
        rows++;
        double off = term - mean;
        mean += off / rows;
        squares += off * (term - mean);
        if (rows % every == 0 && rows > 1) {
            points.add(new Point(rows, mean, 1.96 * Math.sqrt(squares / (rows - 1) / rows)));
        }
    }

    List<Point> points() {
        return points;
    }
}
