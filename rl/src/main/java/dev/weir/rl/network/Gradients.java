package dev.weir.rl.network;

import java.util.Arrays;

/** Gradients of a loss by each parameter of a network, and their norm. Confined to one thread. */
public final class Gradients {
    private final DenseKernel kernel;
    private final float[][] arrays;
    private final float[] partial = new float[DenseKernel.PADDING];

    /** All 0. */
    public Gradients(NetworkSpec spec, DenseKernel kernel) {
        this.kernel = kernel;
        this.arrays = spec.zeros();
    }

    /** The arrays themselves, in the shape of {@link NetworkSpec#zeros()}. */
    public float[][] arrays() {
        return arrays;
    }

    /** Euclidean norm of all of them; infinite where squares overflow. */
    public float norm() {
        Arrays.fill(partial, 0f);
        for (float[] array : arrays) {
            kernel.addSquares(array, array.length, partial);
        }
        return (float) Math.sqrt(DenseKernel.total(partial));
    }

    /**
     * Scales them so that their norm is at most {@code limit} (Pascanu, Mikolov and Bengio 2013).
     *
     * @return the norm before
     * @throws IllegalStateException if a gradient is not finite
     */
    public float clip(float limit) {
        float norm = norm();
        if (norm <= limit) {
            return norm;
        }
        if (!(norm < Float.POSITIVE_INFINITY)) { // too large to square, or not finite at all
            float greatest = greatest();
            if (!(greatest < Float.POSITIVE_INFINITY)) {
                throw new IllegalStateException("a gradient is not finite (norm " + norm
                        + "): the loss exploded; lower learning-rate, or look at the size of rewards and features");
            }
            scale(1 / greatest);
            norm = norm();
        }
        scale(limit / norm);
        return norm;
    }

    private void scale(float factor) {
        for (float[] array : arrays) {
            kernel.scale(array, factor, array.length);
        }
    }

    private float greatest() {
        float greatest = 0;
        for (float[] array : arrays) {
            for (float value : array) {
                greatest = Math.max(greatest, Math.abs(value)); // NaN stays
            }
        }
        return greatest;
    }
}
