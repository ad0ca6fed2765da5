package dev.weir.ops.evaluate;

import java.util.ArrayList;
import java.util.List;

/** How many rows have which weight: none, then by powers of two. Confined to one thread. */
final class Histogram {
    private static final int LOW = -10;
    private static final int HIGH = 20;

    /** So many rows have a weight from one power of two to the next; the first bar is of weight 0. */
    record Bar(double from, double to, long rows) {}

    private final long[] counts = new long[HIGH - LOW + 2];

    void add(double weight) {
        int power = weight > 0 ? Math.max(LOW, Math.min(HIGH, Math.getExponent(weight))) : LOW - 1;
        counts[power - LOW + 1]++;
    }

    /** Bars from the first with rows to the last. */
    List<Bar> bars() {
        int last = counts.length - 1;
        while (last > 0 && counts[last] == 0) {
            last--;
        }
        int first = 1;
        while (first < last && counts[first] == 0) {
            first++;
        }
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar(0, 0, counts[0]));
        for (int i = first; i <= last; i++) {
            double from = Math.scalb(1.0, i - 1 + LOW);
            bars.add(new Bar(from, 2 * from, counts[i]));
        }
        return bars;
    }
}
