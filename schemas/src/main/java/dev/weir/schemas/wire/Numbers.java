package dev.weir.schemas.wire;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Numbers of an array as the list that records want, without an object for each. Nobody may change the array after. */
public final class Numbers extends AbstractList<Double> implements RandomAccess {
    private final double[] values;

    private Numbers(double[] values) {
        this.values = values;
    }

    /** A view; not copied. */
    public static List<Double> of(double[] values) {
        return new Numbers(values);
    }

    @Override
    public Double get(int index) {
        return values[index];
    }

    @Override
    public int size() {
        return values.length;
    }
}
