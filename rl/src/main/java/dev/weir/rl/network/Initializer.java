package dev.weir.rl.network;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;

/** First weights of a network: a pure function of the seed. Biases begin at 0. */
public enum Initializer {
    /** Uniform in ±√(1 / inputs) (LeCun et al. 1998; the default of common libraries). */
    UNIFORM {
        @Override
        void fill(float[] w, int inputs, int outputs, int columns, float gain, long seed, int layer) {
            double limit = gain / Math.sqrt(inputs);
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < outputs; j++) {
                    double u = CounterRandom.uniform(seed, STREAM + layer, (long) i * outputs + j);
                    w[i * columns + j] = (float) ((2 * u - 1) * limit);
                }
            }
        }
    },
    /** Orthogonal rows or columns, whichever are fewer, times the gain (Saxe, McClelland and Ganguli 2014). */
    ORTHOGONAL {
        @Override
        void fill(float[] w, int inputs, int outputs, int columns, float gain, long seed, int layer) {
            int vectors = Math.min(inputs, outputs);
            int length = Math.max(inputs, outputs);
            double[][] q = orthonormal(vectors, length, seed, STREAM + layer);
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < outputs; j++) {
                    w[i * columns + j] = (float) (gain * (inputs <= outputs ? q[i][j] : q[j][i]));
                }
            }
        }
    },
    /** Uniform in ±√(1 / inputs), and 90 % of each output's weights 0 (Elsayed et al. 2024, Algorithm 1). */
    SPARSE {
        @Override
        void fill(float[] w, int inputs, int outputs, int columns, float gain, long seed, int layer) {
            UNIFORM.fill(w, inputs, outputs, columns, gain, seed, layer);
            int zeros = (int) Math.ceil(0.9 * inputs);
            int[] order = new int[inputs];
            for (int j = 0; j < outputs; j++) {
                for (int i = 0; i < inputs; i++) {
                    order[i] = i;
                }
                for (int i = 0; i < zeros; i++) { // the head of a shuffle
                    double u = CounterRandom.uniform(seed, STREAM + 1000 + layer, (long) j * inputs + i);
                    int k = i + (int) (u * (inputs - i));
                    int chosen = order[k];
                    order[k] = order[i];
                    order[i] = chosen;
                    w[chosen * columns + j] = 0;
                }
            }
        }
    };

    private static final long STREAM = 0x77656967687473L; // "weights"

    abstract void fill(float[] w, int inputs, int outputs, int columns, float gain, long seed, int layer);

    /** Fills every layer; hidden layers with gain 1 (√2 for orthogonal), the output layer with the one given. */
    public void fill(Network network, float outputGain, long seed) {
        NetworkSpec spec = network.spec();
        for (int l = 0; l < spec.layers(); l++) {
            boolean hidden = l < spec.layers() - 1;
            float gain = !hidden ? outputGain : this == ORTHOGONAL ? (float) Math.sqrt(2) : 1f;
            float[] w = network.parameters()[2 * l];
            Arrays.fill(w, 0f);
            Arrays.fill(network.parameters()[2 * l + 1], 0f);
            fill(w, spec.fanIn(l), spec.width(l), spec.columns(l), gain, seed, l);
        }
    }

    /** Gaussian vectors made orthonormal by Gram and Schmidt, twice for accuracy. */
    private static double[][] orthonormal(int vectors, int length, long seed, long stream) {
        double[][] q = new double[vectors][length];
        for (int v = 0; v < vectors; v++) {
            for (int i = 0; i < length; i++) {
                q[v][i] = Gaussian.at(seed, stream, (long) v * length + i);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int u = 0; u < v; u++) {
                    subtract(q[v], q[u], dot(q[v], q[u]));
                }
            }
            double norm = Math.sqrt(dot(q[v], q[v]));
            for (int i = 0; i < length; i++) {
                q[v][i] /= norm;
            }
        }
        return q;
    }

    private static void subtract(double[] from, double[] what, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
