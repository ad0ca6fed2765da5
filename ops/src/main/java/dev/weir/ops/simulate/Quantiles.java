package dev.weir.ops.simulate;

import java.util.Arrays;

/** Exact quantiles of what was added. Confined to one thread, or guarded by its owner. */
final class Quantiles {
    private double[] values = new double[1024];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** The least value that a share q of all do not exceed; 0 of nothing. */
    double at(double q) {
        if (size == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[Math.min(size - 1, (int) (q * size))];
    }
}
