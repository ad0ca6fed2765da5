package dev.weir.systemtests.network;

import dev.weir.rl.network.Activation;
import dev.weir.rl.network.Adam;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Tape;
import dev.weir.rl.random.CounterRandom;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Training step with its batch in hand (Huber, Adam, a target network copied every 50 steps) and one decision, against
 * the peak of one core measured before and after. Argument: seconds of a window (0.4).
 */
public final class NetworkBenchmark {
    private NetworkBenchmark() {}

    public static void main(String[] arguments) {
        double window = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 0.4;
        DenseKernel kernel = DenseKernel.best();
        System.out.println("kernel " + kernel.name() + ", Java " + Runtime.version());
        int[][] cases = {{32, 128, 16, 256}, {8, 64, 4, 32}};
        for (int[] c : cases) {
            double before = FmaPeak.flops(1, window);
            Step step = new Step(c[0], c[1], c[2], c[3], kernel);
            double rate = Clock.perSecond(step::run, 3, window);
            double peak = Math.max(before, FmaPeak.flops(0.5, window));
            double flops = rate * step.flops();
            System.out.printf(
                    "training %d-%d-%d-%d batch %d: %.0f steps/s, %.1f GFLOP/s, %.0f %% of the peak %.1f%n",
                    c[0], c[1], c[1], c[2], c[3], rate, flops / 1e9, 100 * flops / peak, peak / 1e9);
            double decisions = Clock.perSecond(step::decisions, 2, window) * Step.DECISIONS;
            System.out.printf("decision %.0f ns, %d bytes allocated%n", 1e9 / decisions, step.allocatedByDecisions());
        }
    }

    /** One training step after another, over sixteen batches. */
    private static final class Step {
        static final int DECISIONS = 1000;
        private static final int BATCHES = 16;
        private final int actions;
        private final int rows;
        private final NetworkSpec spec;
        private final Network online;
        private final Network target;
        private final Adam adam;
        private final Gradients gradients;
        private final Tape tape;
        private final Tape targetTape;
        private final Tape single;
        private final float[][] states = new float[BATCHES][];
        private final float[][] nexts = new float[BATCHES][];
        private final float[] errors;
        private final float[] y;

        Step(int inputs, int width, int actions, int rows, DenseKernel kernel) {
            this.actions = actions;
            this.rows = rows;
            spec = new NetworkSpec(inputs, new int[] {width, width}, Activation.RELU, false, actions);
            online = new Network(spec, kernel);
            Initializer.UNIFORM.fill(online, 1, 1);
            target = online.copy();
            adam = new Adam(spec, kernel, 1e-3f);
            gradients = new Gradients(spec, kernel);
            tape = new Tape(spec, rows);
            targetTape = new Tape(spec, rows);
            single = new Tape(spec, 1);
            errors = new float[rows * tape.stride()];
            y = new float[rows];
            for (int b = 0; b < BATCHES; b++) {
                states[b] = random(rows * inputs, b);
                nexts[b] = random(rows * inputs, 100 + b);
            }
        }

        private static float[] random(int n, long stream) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) (2 * CounterRandom.uniform(3, stream, i) - 1);
            }
            return x;
        }

        double flops() {
            double hidden = (double) rows * spec.width(0) * spec.width(0);
            double in = (double) rows * spec.inputs() * spec.width(0);
            double out = (double) rows * spec.width(0) * actions;
            return 2 * (3 * (in + hidden + out) + hidden + out); // two forward, gradients, and errors but of the input
        }

        double run() {
            int b = (int) (adam.steps() % BATCHES);
            target.forward(nexts[b], rows, targetTape);
            for (int i = 0; i < rows; i++) {
                float best = Float.NEGATIVE_INFINITY;
                for (int a = 0; a < actions; a++) {
                    best = Math.max(best, targetTape.outputs()[i * targetTape.stride() + a]);
                }
                y[i] = states[b][i] + 0.99f * best;
            }
            online.forward(states[b], rows, tape);
            Arrays.fill(errors, 0f);
            for (int i = 0; i < rows; i++) {
                int at = i * tape.stride() + (i + b) % actions;
                errors[at] = Math.max(-1f, Math.min(1f, tape.outputs()[at] - y[i])) / rows;
            }
            online.backward(tape, errors, gradients.arrays());
            adam.step(online.parameters(), gradients.arrays());
            if (adam.steps() % 50 == 0) {
                target.copyFrom(online);
            }
            return y[0];
        }

        double decisions() {
            double sum = 0;
            for (int i = 0; i < DECISIONS; i++) {
                online.forward(states[i % BATCHES], 1, single);
                int best = 0;
                for (int a = 1; a < actions; a++) {
                    best = single.outputs()[a] > single.outputs()[best] ? a : best;
                }
                sum += best;
            }
            return sum;
        }

        long allocatedByDecisions() {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            decisions();
            return (threads.getCurrentThreadAllocatedBytes() - before) / DECISIONS;
        }
    }
}
