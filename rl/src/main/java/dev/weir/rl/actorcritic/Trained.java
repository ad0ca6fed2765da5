package dev.weir.rl.actorcritic;

import dev.weir.rl.network.Adam;
import dev.weir.rl.network.ArrayPages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Tape;
import java.util.Arrays;

/** A network with what trains it: tape, gradients, Adam, and its state as pages. Confined to one thread. */
final class Trained {
    final Network network;
    final Adam adam;
    final Tape tape;
    final ArrayPages weights;
    final ArrayPages memory;
    private final Gradients gradients;
    private final float clip;
    private final float[] outputGradient;

    /** Parameters 0, room for so many rows at once. */
    Trained(NetworkSpec shape, DenseKernel kernel, int rows, double rate, double clip) {
        this.network = new Network(shape, kernel);
        this.adam = new Adam(shape, kernel, (float) rate);
        this.tape = new Tape(shape, rows);
        this.gradients = new Gradients(shape, kernel);
        this.clip = (float) clip;
        this.weights = new ArrayPages(network.parameters());
        this.memory = new ArrayPages(adam.memory());
        this.outputGradient = new float[rows * tape.stride()];
    }

    /** Outputs of a batch, {@link Tape#stride()} apart. */
    float[] forward(float[] batch, int rows) {
        network.forward(batch, rows, tape);
        return tape.outputs();
    }

    /** Room for the gradient of the loss by the outputs of the last forward pass, all 0. */
    float[] outputGradient() {
        Arrays.fill(outputGradient, 0f);
        return outputGradient;
    }

    /** One step down the gradient; its norm before it was clipped. */
    float descend() {
        network.backward(tape, outputGradient, gradients.arrays());
        float norm = gradients.clip(clip);
        adam.step(network.parameters(), gradients.arrays());
        weights.touch();
        memory.touch();
        return norm;
    }
}
