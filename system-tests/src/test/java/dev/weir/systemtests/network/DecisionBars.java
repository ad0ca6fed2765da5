package dev.weir.systemtests.network;

import dev.weir.systemtests.network.Rounds.Figure;
import dev.weir.systemtests.network.Rounds.Spread;
import java.util.Map;

/** One decision of 8-64-64-4 beside ONNX Runtime, in turn. Arguments: rounds (5), seconds of a window (0.15). */
public final class DecisionBars {
    private DecisionBars() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double window = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.15;
        Rounds jmh = new Rounds(window);
        double[] ours = new double[rounds];
        double[] bytes = new double[rounds];
        double[] peers = new double[rounds];
        double[] ratios = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            Figure figure = jmh.throughput(DecisionBenchmark.class, "weir", Map.of());
            ours[r] = figure.value();
            bytes[r] = Math.rint(figure.bytes()); // the profiler shares its own few bytes out among all calls
            peers[r] = jmh.throughput(DecisionBenchmark.class, "onnx", Map.of()).value();
            ratios[r] = peers[r] / ours[r];
        }
        boolean good = Spread.of(ours).line("one decision 8-64-64-4", "ns", 500, false);
        good &= Spread.of(bytes).line("  allocated", "bytes", 0, false);
        Spread.of(peers).line("  ONNX Runtime, one thread", "ns");
        good &= Spread.of(ratios).line("  times faster than ONNX Runtime", "×", 6, true);
        System.exit(good ? 0 : 1);
    }
}
