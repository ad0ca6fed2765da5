package dev.weir.rl.network;

/** What follows each hidden layer. Its gradient is a function of its own output, so inputs need not be kept. */
public enum Activation {
    RELU,
    TANH,
    /** Slope 0.01 below zero. */
    LEAKY_RELU;

    private static final float SLOPE = 0.01f;

    void apply(DenseKernel kernel, float[] x, int n) {
        if (this == RELU) {
            kernel.relu(x, n);
        } else if (this == TANH) {
            kernel.tanh(x, n);
        } else {
            kernel.leakyRelu(x, n, SLOPE);
        }
    }

    void gradient(DenseKernel kernel, float[] gradient, float[] output, int n) {
        if (this == RELU) {
            kernel.reluGradient(gradient, output, n);
        } else if (this == TANH) {
            kernel.tanhGradient(gradient, output, n);
        } else {
            kernel.leakyReluGradient(gradient, output, n, SLOPE);
        }
    }
}
