package dev.weir.rl.network;

import java.nio.ByteBuffer;

/**
 * A multilayer perceptron in single precision: its parameters, and the two passes over a batch. Passes allocate nothing;
 * all state of a pass is in its {@link Tape}, so threads may share a network that nobody trains. Padding is 0 and stays
 * 0 under every optimiser here, for its gradient is 0.
 */
public final class Network {
    private final NetworkSpec spec;
    private final DenseKernel kernel;
    private final float[][] parameters;

    /** All parameters 0. */
    public Network(NetworkSpec spec, DenseKernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        this.parameters = spec.zeros();
    }

    /** Its shape. */
    public NetworkSpec spec() {
        return spec;
    }

    /** The network's own arrays, in the shape of {@link NetworkSpec#zeros()}; whoever writes keeps padding 0. */
    public float[][] parameters() {
        return parameters;
    }

    /**
     * Outputs of a batch, on the tape.
     *
     * @param batch [rows × inputs], without padding; must not change before the backward pass
     */
    public void forward(float[] batch, int rows, Tape tape) {
        if (rows > tape.maxRows) {
            throw new IllegalArgumentException("rows must be at most " + tape.maxRows + ", was " + rows);
        }
        tape.input = batch;
        tape.rows = rows;
        float[] in = batch;
        int last = spec.layers() - 1;
        for (int l = 0; l <= last; l++) {
            int columns = spec.columns(l);
            int k = spec.rows(l);
            float[] out = tape.activations[l];
            kernel.multiply(rows, columns, k, in, k, 1, parameters[2 * l], parameters[2 * l + 1], out);
            if (l < last) {
                if (spec.layerNorm()) {
                    LayerNorm.forward(out, rows, spec.width(l), columns, tape.scales[l]);
                    System.arraycopy(out, 0, tape.normed[l], 0, rows * columns);
                }
                spec.activation().apply(kernel, out, rows * columns);
            }
            in = out;
        }
    }

    /**
     * Gradients of the loss by every parameter, after {@link #forward}.
     *
     * @param outputGradient [rows × stride] of the loss by each output; 0 in the padding
     * @param gradients      [as {@link NetworkSpec#zeros()}] overwritten
     */
    public void backward(Tape tape, float[] outputGradient, float[][] gradients) {
        int rows = tape.rows;
        float[] delta = outputGradient;
        for (int l = spec.layers() - 1; l >= 0; l--) {
            int columns = spec.columns(l);
            int k = spec.rows(l);
            float[] in = l == 0 ? tape.input : tape.activations[l - 1];
            kernel.multiply(k, columns, rows, in, 1, k, delta, null, gradients[2 * l]);
            kernel.columnSums(delta, rows, columns, gradients[2 * l + 1]);
            if (l > 0) {
                float[] before = tape.delta(l - 1);
                float[] transposed = tape.transposed(l);
                transpose(parameters[2 * l], k, columns, transposed);
                kernel.multiply(rows, k, columns, delta, columns, 1, transposed, null, before);
                spec.activation().gradient(kernel, before, in, rows * k);
                if (spec.layerNorm()) {
                    LayerNorm.backward(before, tape.normed[l - 1], rows, spec.width(l - 1), k, tape.scales[l - 1]);
                }
                delta = before;
            }
        }
    }

    /** b[j, i] = a[i, j], by 8 × 8 blocks; both sides are multiples of the padding. */
    private static void transpose(float[] a, int rows, int columns, float[] b) {
        for (int i0 = 0; i0 < rows; i0 += 8) {
            for (int j0 = 0; j0 < columns; j0 += 8) {
                for (int j = j0; j < j0 + 8; j++) {
                    for (int i = i0; i < i0 + 8; i++) {
                        b[j * rows + i] = a[i * columns + j];
                    }
                }
            }
        }
    }

    /** Takes over another's parameters; both have the same shape. */
    public void copyFrom(Network other) {
        for (int i = 0; i < parameters.length; i++) {
            System.arraycopy(other.parameters[i], 0, parameters[i], 0, parameters[i].length);
        }
    }

    /** Another network with the same parameters. */
    public Network copy() {
        Network copy = new Network(spec, kernel);
        copy.copyFrom(this);
        return copy;
    }

    /** θ += rate · (θ' − θ): the moving average of another's parameters. */
    public void average(Network other, float rate) {
        for (int i = 0; i < parameters.length; i++) {
            kernel.approach(parameters[i], rate, other.parameters[i], parameters[i].length);
        }
    }

    /** True if every parameter is finite. */
    public boolean finite() {
        for (float[] array : parameters) {
            float sum = 0;
            for (float value : array) {
                sum += value * 0f; // NaN if any is not finite
            }
            if (sum != 0f) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of {@link #write}. */
    public int bytes() {
        return spec.parameters() * Float.BYTES;
    }

    /** Appends the parameters without padding, big-endian. */
    public void write(ByteBuffer out) {
        for (int l = 0; l < spec.layers(); l++) {
            for (int i = 0; i <= spec.fanIn(l); i++) {
                boolean bias = i == spec.fanIn(l);
                for (int j = 0; j < spec.width(l); j++) {
                    out.putFloat(bias ? parameters[2 * l + 1][j] : parameters[2 * l][i * spec.columns(l) + j]);
                }
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public void read(ByteBuffer in) {
        for (int l = 0; l < spec.layers(); l++) {
            for (int i = 0; i <= spec.fanIn(l); i++) {
                boolean bias = i == spec.fanIn(l);
                for (int j = 0; j < spec.width(l); j++) {
                    float value = in.getFloat();
                    if (!Float.isFinite(value)) {
                        throw new IllegalArgumentException("weights must be finite, had " + value);
                    }
                    (bias ? parameters[2 * l + 1] : parameters[2 * l])[bias ? j : i * spec.columns(l) + j] = value;
                }
            }
        }
    }
}
