package dev.weir.systemtests.network;

import dev.weir.rl.network.Activation;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.random.CounterRandom;

/**
 * A network with two hidden layers of one width, and the batch that it is trained with; written 8-64-64-4x32.
 *
 * @param inputs  numbers of a state
 * @param hidden  width of both hidden layers
 * @param actions outputs
 * @param batch   rows of a training step
 */
record Shape(int inputs, int hidden, int actions, int batch) {
    static final Shape LARGE = new Shape(32, 128, 16, 256);
    static final Shape SMALL = new Shape(8, 64, 4, 32);

    static Shape of(String text) {
        String[] parts = text.split("[-x]");
        return new Shape(number(parts[0]), number(parts[1]), number(parts[3]), number(parts[4]));
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    NetworkSpec network() {
        return new NetworkSpec(inputs, new int[] {hidden, hidden}, Activation.RELU, false, actions);
    }

    /** Operations of one training step in its products alone: two forward passes, gradients, errors but of the input. */
    double flops() {
        double in = (double) batch * inputs * hidden;
        double between = (double) batch * hidden * hidden;
        double out = (double) batch * hidden * actions;
        return 2 * (3 * (in + between + out) + between + out);
    }

    /** Numbers in [−1, 1). */
    static float[] random(int n, long stream) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (2 * CounterRandom.uniform(3, stream, i) - 1);
        }
        return x;
    }

    @Override
    public String toString() {
        return inputs + "-" + hidden + "-" + hidden + "-" + actions + "x" + batch;
    }
}
