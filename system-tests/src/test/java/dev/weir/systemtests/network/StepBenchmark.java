package dev.weir.systemtests.network;

import dev.weir.rl.network.KernelChoice;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One training step with its batch in hand. */
@State(Scope.Thread)
public class StepBenchmark {
    @Param({"32-128-128-16x256", "8-64-64-4x32"})
    public String shape;

    @Param({"auto"})
    public String kernel;

    private TrainingStep step;

    @Setup
    public void prepare() {
        step = new TrainingStep(
                Shape.of(shape),
                KernelChoice.valueOf(kernel.toUpperCase(Locale.ROOT)).kernel());
    }

    @Benchmark
    public float step() {
        return step.run();
    }
}
