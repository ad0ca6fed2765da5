package dev.weir.systemtests.network;

import ai.onnxruntime.OrtException;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.Tape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One decision: the greatest of the values of one state, out of 1,024 states in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
    private static final int STATES = 1024;

    @Param({"8-64-64-4x1"})
    public String shape;

    private final float[][] states = new float[STATES][];
    private Network network;
    private Tape tape;
    private OnnxDecision peer;
    private int next;

    @Setup
    public void prepare() throws OrtException {
        Shape made = Shape.of(shape);
        network = new Network(made.network(), DenseKernel.best());
        Initializer.UNIFORM.fill(network, 1, 1);
        tape = new Tape(made.network(), 1);
        peer = new OnnxDecision(network);
        for (int i = 0; i < STATES; i++) {
            states[i] = Shape.random(made.inputs(), i);
        }
    }

    @TearDown
    public void close() throws OrtException {
        peer.close();
    }

    @Benchmark
    public int weir() {
        network.forward(states[next++ % STATES], 1, tape);
        float[] values = tape.outputs();
        int best = 0;
        for (int a = 1; a < network.spec().outputs(); a++) {
            best = values[a] > values[best] ? a : best;
        }
        return best;
    }

    @Benchmark
    public int onnx() throws OrtException {
        return peer.best(states[next++ % STATES]);
    }
}
