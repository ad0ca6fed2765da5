package dev.weir.systemtests.network;

import dev.weir.rl.network.Adam;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Tape;
import java.util.Arrays;

/** One DQN training step after another over sixteen batches in hand: Huber, Adam, a target network copied every 50 steps. */
final class TrainingStep {
    private static final int BATCHES = 16;
    private final Shape shape;
    private final Network online;
    private final Network target;
    private final Adam adam;
    private final Gradients gradients;
    private final Tape tape;
    private final Tape targetTape;
    private final float[][] states = new float[BATCHES][];
    private final float[][] nexts = new float[BATCHES][];
    private final float[][] rewards = new float[BATCHES][];
    private final float[] errors;
    private final float[] goals;

    TrainingStep(Shape shape, DenseKernel kernel) {
        this.shape = shape;
        NetworkSpec spec = shape.network();
        online = new Network(spec, kernel);
        Initializer.UNIFORM.fill(online, 1, 1);
        target = online.copy();
        adam = new Adam(spec, kernel, 1e-3f);
        gradients = new Gradients(spec, kernel);
        tape = new Tape(spec, shape.batch());
        targetTape = new Tape(spec, shape.batch());
        errors = new float[shape.batch() * tape.stride()];
        goals = new float[shape.batch()];
        for (int b = 0; b < BATCHES; b++) {
            states[b] = Shape.random(shape.batch() * shape.inputs(), b);
            nexts[b] = Shape.random(shape.batch() * shape.inputs(), 100 + b);
            rewards[b] = Shape.random(shape.batch(), 200 + b);
        }
    }

    /** The loss. */
    float run() {
        int b = (int) (adam.steps() % BATCHES);
        goals(b);
        online.forward(states[b], shape.batch(), tape);
        float loss = errors(b);
        online.backward(tape, errors, gradients.arrays());
        adam.step(online.parameters(), gradients.arrays());
        if (adam.steps() % 50 == 0) {
            target.copyFrom(online);
        }
        return loss;
    }

    private void goals(int b) {
        target.forward(nexts[b], shape.batch(), targetTape);
        for (int i = 0; i < shape.batch(); i++) {
            float best = Float.NEGATIVE_INFINITY;
            for (int a = 0; a < shape.actions(); a++) {
                best = Math.max(best, targetTape.outputs()[i * targetTape.stride() + a]);
            }
            goals[i] = rewards[b][i] + 0.99f * best;
        }
    }

    private float errors(int b) {
        float loss = 0;
        Arrays.fill(errors, 0f);
        for (int i = 0; i < shape.batch(); i++) {
            int at = i * tape.stride() + (i + b) % shape.actions();
            float delta = tape.outputs()[at] - goals[i];
            float slope = Math.max(-1f, Math.min(1f, delta));
            errors[at] = slope / shape.batch();
            loss += slope * (delta - 0.5f * slope);
        }
        return loss / shape.batch();
    }
}
