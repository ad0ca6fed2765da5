package dev.weir.systemtests.network;

import dev.weir.systemtests.network.Rounds.Spread;
import java.util.List;
import java.util.Map;

/**
 * Training steps by Weir's kernel and by ND4J's, in turn, over growing networks: where one overtakes the other. Arguments:
 * rounds (3), seconds of a window (0.15).
 */
public final class KernelBars {
    private static final List<String> SHAPES = List.of(
            "8-64-64-4x32",
            "32-128-128-16x256",
            "64-256-256-16x256",
            "64-512-512-16x256",
            "64-1024-1024-16x256",
            "64-2048-2048-16x256");

    private KernelBars() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        Rounds jmh = new Rounds(arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.15);
        for (String shape : SHAPES) {
            double[] vector = new double[rounds];
            double[] nd4j = new double[rounds];
            double[] ratios = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                vector[r] = steps(jmh, shape, "vector");
                nd4j[r] = steps(jmh, shape, "nd4j");
                ratios[r] = vector[r] / nd4j[r];
            }
            Spread.of(vector).line(shape + " vector", "steps/s");
            Spread.of(nd4j).line("  nd4j", "steps/s");
            Spread.of(ratios).line("  times ND4J", "×");
        }
    }

    private static double steps(Rounds jmh, String shape, String kernel) {
        return jmh.throughput(StepBenchmark.class, "step", Map.of("shape", shape, "kernel", kernel))
                .value();
    }
}
