package dev.weir.rl.feature;

import java.util.Arrays;

/** Places and values of a vector that is mostly zero; grows as it is filled and is used again. Confined to one thread. */
public final class SparseVector {
    private int[] places;
    private double[] values;
    private int size;

    /** An empty one. */
    public SparseVector() {
        this(16);
    }

    /** An empty one that takes so many entries before it grows. */
    public SparseVector(int room) {
        places = new int[Math.max(1, room)];
        values = new double[Math.max(1, room)];
    }

    /** Forgets everything. */
    public void clear() {
        size = 0;
    }

    /** Appends an entry; entries of one vector have distinct places. */
    public void add(int place, double value) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        places[size] = place;
        values[size++] = value;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Place of the i-th entry. */
    public int place(int i) {
        return places[i];
    }

    /** Value of the i-th entry. */
    public double value(int i) {
        return values[i];
    }
}
