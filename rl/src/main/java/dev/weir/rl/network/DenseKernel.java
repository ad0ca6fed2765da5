package dev.weir.rl.network;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of dense layers in single precision. Matrices are row-major; columns are padded to a multiple of
 * {@link #PADDING} (never to a lane count), so there are no tails and the layout is the same everywhere. All kernels of
 * this interface give the same bits: each element is accumulated in one order with fused multiply-add.
 */
public interface DenseKernel {
    /** Columns are padded to a multiple of this. */
    int PADDING = 16;

    /** How a manifest calls it. */
    String name();

    /**
     * c[i, j] = bias[j] + Σ_p a[i, p] · b[p, j], accumulated over p in order by fma.
     *
     * @param m    rows of c
     * @param n    columns of b and c; a multiple of {@link #PADDING}
     * @param k    inner length
     * @param rs   distance in {@code a} between rows i; 1 with {@code cs} = rows reads it transposed
     * @param cs   distance in {@code a} between inner places p
     * @param bias [n], or null for +0
     */
    void multiply(int m, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c);

    /** x = max(x, 0), in place, for the first n places (a multiple of {@link #PADDING}). */
    void relu(float[] x, int n);

    /** gradient = activation &gt; 0 ? gradient : 0, in place. */
    void reluGradient(float[] gradient, float[] activation, int n);

    /** x = max(x, slope · x), in place, for a slope below 1. */
    void leakyRelu(float[] x, int n, float slope);

    /** gradient = activation &gt; 0 ? gradient : slope · gradient, in place. */
    void leakyReluGradient(float[] gradient, float[] activation, int n, float slope);

    /** x = tanh(x), in place, by {@link Tanh}. */
    void tanh(float[] x, int n);

    /** gradient = gradient · (1 − activation²), in place. */
    void tanhGradient(float[] gradient, float[] activation, int n);

    /** sums[j] = Σ_i a[i, j], over i in order. */
    void columnSums(float[] a, int rows, int columns, float[] sums);

    /**
     * One step of Adam (Kingma and Ba 2015) with β = (.9, .999), ε = 1e-8: w −= (m·rate) / (√v·correction + ε).
     *
     * @param rate       learning rate / (1 − .9ᵗ)
     * @param correction 1 / √(1 − .999ᵗ)
     */
    void adam(float[] w, float[] gradient, float[] m, float[] v, float rate, float correction);

    /** v = keep · v + (1 − keep) · g²; w −= rate · g / (√v + 1e-8) (RMSProp; Tieleman and Hinton 2012). */
    void rmsProp(float[] w, float[] gradient, float[] v, float rate, float keep);

    /** y = y + factor · x, by fma. */
    void addScaled(float[] y, float factor, float[] x, int n);

    /** y = factor · y + x, by fma. */
    void scaleAndAdd(float[] y, float factor, float[] x, int n);

    /** x = factor · x. */
    void scale(float[] x, float factor, int n);

    /** y = y + rate · (x − y): the moving average of x. */
    void approach(float[] y, float rate, float[] x, int n);

    /** partial[i mod 16] += x[i]², by fma in order of i. */
    void addSquares(float[] x, int n, float[] partial);

    /** partial[i mod 16] += |x[i]|, in order of i. */
    void addAbsolutes(float[] x, int n, float[] partial);

    /** The sum of sixteen partial sums, pairwise: one order everywhere. */
    static float total(float[] partial) {
        float sum = 0;
        for (int i = 0; i < PADDING; i += 4) {
            sum += (partial[i] + partial[i + 1]) + (partial[i + 2] + partial[i + 3]);
        }
        return sum;
    }

    /** The next multiple of {@link #PADDING}. */
    static int padded(int columns) {
        return (columns + PADDING - 1) / PADDING * PADDING;
    }

    /**
     * The fastest kernel that this JVM has; {@code -Dweir.kernel=scalar} forces the scalar twin. The vector kernel needs
     * {@code --add-modules jdk.incubator.vector}.
     */
    static DenseKernel best() {
        return DenseKernels.BEST;
    }

    /** The kernel without the Vector API. */
    static DenseKernel scalar() {
        return DenseKernels.SCALAR;
    }
}
