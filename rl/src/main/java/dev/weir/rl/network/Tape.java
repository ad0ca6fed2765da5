package dev.weir.rl.network;

/**
 * What a forward pass leaves for the backward pass, and room for both: made once, used again for every batch. Confined to
 * one thread.
 */
public final class Tape {
    final int maxRows;
    final float[][] activations;
    final float[][] normed;
    final float[][] scales;
    private float[][] deltas = {};
    private float[][] transposed = {};
    private final NetworkSpec spec;
    float[] input = {};
    int rows;

    /** Room for batches of so many rows. */
    public Tape(NetworkSpec spec, int maxRows) {
        this.spec = spec;
        this.maxRows = maxRows;
        int layers = spec.layers();
        activations = new float[layers][];
        normed = new float[spec.layerNorm() ? layers - 1 : 0][];
        scales = new float[normed.length][];
        for (int l = 0; l < layers; l++) {
            activations[l] = new float[maxRows * spec.columns(l)];
        }
        for (int l = 0; l < normed.length; l++) {
            normed[l] = new float[maxRows * spec.columns(l)];
            scales[l] = new float[maxRows];
        }
    }

    /** [rows × {@link #stride()}] outputs of the last forward pass; the network's own room, valid until the next one. */
    public float[] outputs() {
        return activations[activations.length - 1];
    }

    /** Distance between rows of {@link #outputs()} and of output gradients: the outputs, padded. */
    public int stride() {
        return spec.columns(spec.layers() - 1);
    }

    /** Rows of the last forward pass. */
    public int rows() {
        return rows;
    }

    /** Gradient of the loss by layer l's outputs, for hidden layers. */
    float[] delta(int l) {
        if (deltas.length == 0) {
            backwardRoom();
        }
        return deltas[l];
    }

    /** Room for layer l's weights with rows and columns exchanged. */
    float[] transposed(int l) {
        return transposed[l];
    }

    private void backwardRoom() {
        int layers = spec.layers();
        deltas = new float[Math.max(1, layers - 1)][];
        transposed = new float[layers][];
        for (int l = 0; l < layers - 1; l++) {
            deltas[l] = new float[maxRows * spec.columns(l)];
            transposed[l + 1] = new float[spec.rows(l + 1) * spec.columns(l + 1)];
        }
    }
}
