package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * What reward to expect: ridge regression on given inputs, refitted as it goes and forgetting slowly,
 *
 * <pre>A ← (1 − r)A + r·φφᵀ,  b ← (1 − r)b + r·φy,  ŵ = (A + λI/n)⁻¹ b,  r = 1 / min(n, memory)</pre>
 *
 * solved by Cholesky every {@value #EVERY} rows at first and every {@value #LATER} later: a prediction knows nothing of the row that it is
 * for. Inputs φ [dimension], φ₀ = 1 by the caller. Fixed-size state; confined to one thread.
 */
public final class RunningModel {
    private static final int EVERY = 16;
    private static final int LATER = 256;
    private static final int EARLY = 4096;
    private static final double RIDGE = 1.0;

    private final int dimension;
    private final long memory;
    private final double[] moments;
    private final double[] products;
    private final double[] weights;
    private final double[] factor;
    private long n;

    /** @param memory rows, from which on older ones fade */
    public RunningModel(int dimension, long memory) {
        if (dimension < 1 || dimension > 256 || memory < dimension) {
            throw new IllegalArgumentException(
                    "dimension must be 1 to 256 and memory at least that, were " + dimension + " and " + memory);
        }
        this.dimension = dimension;
        this.memory = memory;
        this.moments = new double[dimension * (dimension + 1) / 2];
        this.products = new double[dimension];
        this.weights = new double[dimension];
        this.factor = new double[moments.length];
    }

    /** Rows that it knows. */
    public long rows() {
        return n;
    }

    /** The weights [dimension] in force; not to be changed. */
    public double[] weights() {
        return weights;
    }

    /** What is expected of this input. */
    public double predict(double[] inputs) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += weights[i] * inputs[i];
        }
        return sum;
    }

    /** Learns what came. */
    public void learn(double[] inputs, double value) {
        n++;
        double rate = 1.0 / Math.min(n, memory);
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            double in = rate * inputs[i];
            for (int j = 0; j <= i; j++) {
                moments[at] += in * inputs[j] - rate * moments[at];
                at++;
            }
            products[i] += in * value - rate * products[i];
        }
        if (n % (n < EARLY ? EVERY : LATER) == 0) {
            solve();
        }
    }

    private void solve() {
        double ridge = RIDGE / Math.min(n, memory);
        for (int i = 0; i < dimension; i++) {
            int row = i * (i + 1) / 2;
            for (int j = 0; j <= i; j++) {
                int other = j * (j + 1) / 2;
                double sum = moments[row + j] + (i == j && i > 0 ? ridge : 0);
                for (int k = 0; k < j; k++) {
                    sum -= factor[row + k] * factor[other + k];
                }
                factor[row + j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[other + j];
            }
        }
        for (int i = 0; i < dimension; i++) {
            int row = i * (i + 1) / 2;
            double sum = products[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[row + k] * weights[k];
            }
            weights[i] = sum / factor[row + i];
        }
        for (int i = dimension - 1; i >= 0; i--) {
            double sum = weights[i];
            for (int k = i + 1; k < dimension; k++) {
                sum -= factor[k * (k + 1) / 2 + i] * weights[k];
            }
            weights[i] = sum / factor[i * (i + 1) / 2 + i];
        }
    }

    /** Bytes that {@link #save} writes. */
    public int stateBytes() {
        return Long.BYTES * (1 + moments.length + 2 * dimension);
    }

    /** Writes the state. */
    public void save(ByteBuffer to) {
        to.putLong(n);
        for (double m : moments) {
            to.putDouble(m);
        }
        for (int i = 0; i < dimension; i++) {
            to.putDouble(products[i]).putDouble(weights[i]);
        }
    }

    /** Goes on from a saved state. */
    public void load(ByteBuffer from) {
        n = from.getLong();
        for (int i = 0; i < moments.length; i++) {
            moments[i] = from.getDouble();
        }
        for (int i = 0; i < dimension; i++) {
            products[i] = from.getDouble();
            weights[i] = from.getDouble();
        }
    }
}
