package dev.weir.rl.feature;

import java.nio.ByteBuffer;

/**
 * Mean and variance of each numeric place of all rows so far (Welford 1962), and the normaliser that they make. Confined
 * to one thread.
 */
public final class RunningMoments {
    private static final double LEAST_DEVIATION = 1e-6;

    private final DenseInput input;
    private final double[] mean;
    private final double[] squares;
    private final Normaliser normaliser;
    private long count;
    private boolean stale;

    /** Nothing seen: the normaliser leaves everything as it is. */
    public RunningMoments(DenseInput input) {
        this.input = input;
        this.mean = new double[input.width()];
        this.squares = new double[input.width()];
        this.normaliser = Normaliser.identity(input.width());
    }

    /** Adds one encoded row. */
    public void add(float[] row, int at) {
        count++;
        double share = 1.0 / count;
        for (int i = 0; i < mean.length; i++) {
            double value = row[at + i];
            double before = value - mean[i];
            mean[i] += before * share;
            squares[i] += before * (value - mean[i]);
        }
        stale = true;
    }

    /** Rows so far. */
    public long count() {
        return count;
    }

    /** Of all rows so far; the same object each time, overwritten when rows were added: copy it to keep it. */
    public Normaliser normaliser() {
        if (stale) {
            stale = false;
            for (int i = 0; i < mean.length; i++) {
                if (input.numeric(i)) {
                    double deviation = Math.sqrt(squares[i] / count);
                    boolean varies = deviation > LEAST_DEVIATION * Math.max(1, Math.abs(mean[i]));
                    normaliser.mean()[i] = (float) mean[i];
                    normaliser.scale()[i] = varies ? scale(deviation) : 1f;
                }
            }
        }
        return normaliser;
    }

    /** 1 / deviation, kept away from what single precision calls 0. */
    private static float scale(double deviation) {
        return (float) Math.max(1 / deviation, Float.MIN_NORMAL);
    }

    /** The normaliser as it is now, in arrays of its own. */
    public Normaliser snapshot() {
        Normaliser now = normaliser();
        return new Normaliser(now.mean().clone(), now.scale().clone());
    }

    /** Bytes of {@link #write}. */
    public int bytes() {
        return Long.BYTES + 2 * mean.length * Double.BYTES;
    }

    /** Appends count, means and sums of squares. */
    public void write(ByteBuffer out) {
        out.putLong(count);
        for (double[] array : new double[][] {mean, squares}) {
            for (double value : array) {
                out.putDouble(value);
            }
        }
    }

    /**
     * Checks what {@link #write} wrote, and moves past it.
     *
     * @throws IllegalArgumentException if the count is negative, a number is not finite or a square negative
     */
    public void validate(ByteBuffer in) {
        long rows = in.getLong();
        if (rows < 0) {
            throw new IllegalArgumentException("rows of the running moments must not be negative, were " + rows);
        }
        for (int i = 0; i < 2 * mean.length; i++) {
            double value = in.getDouble();
            if (!Double.isFinite(value) || i >= mean.length && value < 0) {
                throw new IllegalArgumentException(
                        "running moments must be finite, squares not negative, had " + value);
            }
        }
    }

    /** Reads what {@link #write} wrote and {@link #validate} found good. */
    public void read(ByteBuffer in) {
        count = in.getLong();
        for (double[] array : new double[][] {mean, squares}) {
            for (int i = 0; i < array.length; i++) {
                array[i] = in.getDouble();
            }
        }
        stale = count > 0;
    }
}
