package dev.weir.rl.value;

import dev.weir.rl.network.Adam;
import dev.weir.rl.network.ArrayPages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.network.Tape;
import java.util.List;

/**
 * The networks of a DQN: the online one that is trained, the target that its errors are measured by, and the average that
 * is published. Confined to one thread.
 */
final class DqnNetworks {
    private final DqnSpec spec;
    private final Network online;
    private final Network target;
    private final Network average;
    private final Adam adam;
    private final Gradients gradients;
    private final Tape onlineTape;
    private final Tape targetTape;
    private final ArrayPages onlinePages;
    private final ArrayPages targetPages;
    private final ArrayPages averagePages;
    private final ArrayPages adamPages;

    DqnNetworks(DqnSpec spec, NetworkSpec shape, DenseKernel kernel, long seed) {
        this.spec = spec;
        this.online = new Network(shape, kernel);
        Initializer.ORTHOGONAL.fill(online, 1f, seed);
        this.target = new Network(shape, kernel);
        target.copyFrom(online);
        this.average = new Network(shape, kernel);
        average.copyFrom(online);
        this.adam = new Adam(shape, kernel, (float) spec.learningRate());
        this.gradients = new Gradients(shape, kernel);
        this.onlineTape = new Tape(shape, spec.batch());
        this.targetTape = new Tape(shape, spec.batch());
        this.onlinePages = new ArrayPages(online.parameters());
        this.targetPages = new ArrayPages(target.parameters());
        this.averagePages = new ArrayPages(average.parameters());
        this.adamPages = new ArrayPages(adam.memory());
    }

    /** Training steps so far. */
    long steps() {
        return adam.steps();
    }

    void resume(long steps) {
        adam.resume(steps);
    }

    /** The network that is published. */
    Network published() {
        return spec.average() > 0 ? average : online;
    }

    List<StatePart> parts() {
        return List.of(onlinePages, targetPages, averagePages, adamPages);
    }

    /** Outputs of the online network, from which {@link #descend} can go on. */
    Tape online(float[] batch) {
        online.forward(batch, spec.batch(), onlineTape);
        return onlineTape;
    }

    /** Outputs of the target network. */
    Tape target(float[] batch) {
        target.forward(batch, spec.batch(), targetTape);
        return targetTape;
    }

    /**
     * One step of Adam down the gradient of the loss by the outputs of the last {@link #online} pass; the others follow.
     *
     * @return norm of the gradient before it was clipped
     */
    float descend(float[] outputGradient) {
        online.backward(onlineTape, outputGradient, gradients.arrays());
        float norm = gradients.clip((float) spec.clip());
        adam.step(online.parameters(), gradients.arrays());
        onlinePages.touch();
        adamPages.touch();
        long t = adam.steps();
        if (spec.target().every() == 0) {
            target.average(online, (float) spec.target().tau());
            targetPages.touch();
        } else if (t % spec.target().every() == 0) {
            target.copyFrom(online);
            targetPages.touch();
        }
        if (spec.average() > 0) { // over a tenth of all steps at first
            average.average(online, (float) Math.max(spec.average(), 10.0 / (t + 10)));
            averagePages.touch();
        }
        return norm;
    }
}
