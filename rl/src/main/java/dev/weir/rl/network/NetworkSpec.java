package dev.weir.rl.network;

import java.util.Arrays;

/**
 * Shape of a multilayer perceptron: dense hidden layers, each followed by an activation, and a linear output layer.
 *
 * @param inputs     numbers that come in
 * @param hidden     width of each hidden layer
 * @param activation after each hidden layer
 * @param layerNorm  whether each hidden layer is normalised before its activation (without gain and shift, as in Elsayed
 *                   et al. 2024)
 * @param outputs    numbers that go out
 */
public record NetworkSpec(int inputs, int[] hidden, Activation activation, boolean layerNorm, int outputs) {
    private static final int MAX_WIDTH = 65_536;
    private static final int MAX_LAYERS = 16;
    private static final long MAX_PARAMETERS = 16_000_000;

    public NetworkSpec {
        hidden = hidden.clone();
        check("inputs", inputs);
        check("outputs", outputs);
        if (hidden.length > MAX_LAYERS) {
            throw new IllegalArgumentException(
                    "hidden must have at most " + MAX_LAYERS + " layers, had " + hidden.length);
        }
        for (int width : hidden) {
            check("width of a hidden layer", width);
        }
        long parameters = 0;
        int from = inputs;
        for (int l = 0; l <= hidden.length; l++) {
            int to = DenseKernel.padded(l < hidden.length ? hidden[l] : outputs);
            parameters += (from + 1L) * to;
            from = to;
        }
        if (parameters > MAX_PARAMETERS) {
            throw new IllegalArgumentException(
                    "a network must have at most " + MAX_PARAMETERS + " parameters, had " + parameters);
        }
    }

    private static void check(String what, int width) {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException(what + " must be 1 to " + MAX_WIDTH + ", was " + width);
        }
    }

    @Override
    public int[] hidden() {
        return hidden.clone();
    }

    /** Dense layers, the output layer included. */
    public int layers() {
        return hidden.length + 1;
    }

    /** Outputs of layer l, without padding. */
    public int width(int l) {
        return l < hidden.length ? hidden[l] : outputs;
    }

    /** Columns of layer l, padded. */
    public int columns(int l) {
        return DenseKernel.padded(width(l));
    }

    /** Rows of layer l's weights: what comes in, padded except for the first layer. */
    public int rows(int l) {
        return l == 0 ? inputs : columns(l - 1);
    }

    /** Inputs of layer l, without padding. */
    public int fanIn(int l) {
        return l == 0 ? inputs : width(l - 1);
    }

    /** Weights and biases, without padding. */
    public int parameters() {
        int numbers = 0;
        for (int l = 0; l < layers(); l++) {
            numbers += (fanIn(l) + 1) * width(l);
        }
        return numbers;
    }

    /** Arrays of zeros in the shape of the parameters: for each layer weights [rows × columns], then biases [columns]. */
    public float[][] zeros() {
        float[][] arrays = new float[2 * layers()][];
        for (int l = 0; l < layers(); l++) {
            arrays[2 * l] = new float[rows(l) * columns(l)];
            arrays[2 * l + 1] = new float[columns(l)];
        }
        return arrays;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkSpec s
                && inputs == s.inputs
                && Arrays.equals(hidden, s.hidden)
                && activation == s.activation
                && layerNorm == s.layerNorm
                && outputs == s.outputs;
    }

    @Override
    public int hashCode() {
        return (31 * inputs + Arrays.hashCode(hidden)) * 31 + outputs;
    }

    @Override
    public String toString() {
        return inputs + "-" + Arrays.toString(hidden) + "-" + outputs + " " + activation + (layerNorm ? " normed" : "");
    }
}
