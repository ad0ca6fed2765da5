package dev.weir.evaluation.episode;

import dev.weir.rl.network.Adam;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Tape;
import dev.weir.rl.random.CounterRandom;
import java.util.Arrays;

/**
 * Action values of a neural network, one output an action: each fit goes a number of times over the rows in minibatches with
 * Adam, from the parameters of the fit before. Targets are scaled to unit deviation of the first fit's. Seeded; the same bits
 * on every machine.
 */
public final class NetworkQ implements QFunction {
    private static final int BATCH = 256;
    private static final long STREAM = 0x6671_655f_6e65_74L; // "fqe_net"

    private final int[] action;
    private final float[] features;
    private final float[] next;
    private final int width;
    private final int epochs;
    private final long seed;
    private final Network network;
    private final Adam optimizer;
    private final Tape tape;
    private final float[][] gradients;
    private final float[] batch;
    private final float[] one;
    private final int[] order; // its first `fitted` places are the rows that are fitted to
    private int fitted;
    private double scale;
    private long fits;

    /**
     * All values near 0.
     *
     * @param features [rows × inputs] φ(sₜ)
     * @param next     [rows × inputs] φ(sₜ₊₁)
     * @param spec     its outputs are the actions
     * @param epochs   times over the rows at each fit
     * @param rate     of Adam
     */
    public NetworkQ(
            EpisodeLog log, float[] features, float[] next, NetworkSpec spec, int epochs, float rate, long seed) {
        if (spec.outputs() != log.actions()) {
            throw new IllegalArgumentException(
                    "spec must have an output an action, " + log.actions() + ", had " + spec.outputs());
        }
        this.action = log.action();
        this.features = features;
        this.next = next;
        this.width = spec.inputs();
        this.epochs = epochs;
        this.seed = seed;
        this.network = new Network(spec, DenseKernel.best());
        Initializer.UNIFORM.fill(network, 0.1f, seed);
        this.optimizer = new Adam(spec, DenseKernel.best(), rate);
        this.tape = new Tape(spec, BATCH);
        this.gradients = spec.zeros();
        this.batch = new float[BATCH * width];
        this.one = new float[width];
        this.order = new int[log.rows()];
    }

    @Override
    public void fit(double[] targets) {
        fitted = 0;
        for (int i = 0; i < targets.length; i++) {
            if (!Double.isNaN(targets[i])) {
                order[fitted++] = i;
            }
        }
        if (fits == 0) {
            scale = Math.max(1e-12, deviation(targets));
        }
        float[] outputGradient = new float[BATCH * tape.stride()];
        for (int epoch = 0; epoch < epochs; epoch++) {
            shuffle(fits * epochs + epoch);
            for (int from = 0; from < fitted; from += BATCH) {
                step(targets, from, Math.min(BATCH, fitted - from), outputGradient);
            }
        }
        fits++;
    }

    private void step(double[] targets, int from, int rows, float[] outputGradient) {
        for (int k = 0; k < rows; k++) {
            System.arraycopy(features, order[from + k] * width, batch, k * width, width);
        }
        network.forward(batch, rows, tape);
        Arrays.fill(outputGradient, 0f);
        for (int k = 0; k < rows; k++) {
            int at = k * tape.stride() + action[order[from + k]];
            outputGradient[at] = (float) (tape.outputs()[at] - targets[order[from + k]] / scale) / rows;
        }
        network.backward(tape, outputGradient, gradients);
        optimizer.step(network.parameters(), gradients);
    }

    private void shuffle(long epoch) {
        for (int i = fitted - 1; i > 0; i--) {
            int j = (int) (CounterRandom.uniform(seed ^ STREAM, epoch, i) * (i + 1));
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }

    private static double deviation(double[] values) {
        double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        double mean = Arrays.stream(known).average().orElse(0);
        double squares = 0;
        for (double value : known) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / Math.max(1, known.length));
    }

    @Override
    public void at(int row, double[] values) {
        evaluate(features, row, values);
    }

    @Override
    public void next(int row, double[] values) {
        evaluate(next, row, values);
    }

    private void evaluate(float[] from, int row, double[] values) {
        System.arraycopy(from, row * width, one, 0, width);
        network.forward(one, 1, tape);
        for (int a = 0; a < values.length; a++) {
            values[a] = tape.outputs()[a] * scale;
        }
    }
}
