package dev.weir.systemtests.network;

import dev.weir.systemtests.network.Rounds.Spread;
import java.util.Map;

/** A replay of 1,000,000 transitions × 256 bytes. Arguments: rounds (3), seconds of a window (0.15). */
public final class ReplayBars {
    private ReplayBars() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        double window = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.15;
        Rounds jmh = new Rounds(window);
        double[] uniform = new double[rounds];
        double[] prioritised = new double[rounds];
        double[] again = new double[rounds];
        double[] clustered = new double[rounds];
        double[] refill = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            uniform[r] = samples(jmh, "uniform");
            prioritised[r] = samples(jmh, "prioritised");
            again[r] = samples(jmh, "prioritisedAndSetAgain");
            clustered[r] = jmh.throughput(PackedReplayBenchmark.class, "clustered", Map.of())
                            .value()
                    / 1e6;
            refill[r] = jmh.single(PackedReplayBenchmark.class, "refill").value();
        }
        boolean good = Spread.of(uniform).line("uniform, independent draws", "M/s", 8, true);
        good &= Spread.of(prioritised).line("prioritised", "M/s", 2, true);
        Spread.of(again).line("  with each priority set again", "M/s");
        good &= Spread.of(clustered).line("clustered from RocksDB, without the hot ring", "M/s", 2, true);
        good &= Spread.of(refill).line("refill from pages in RocksDB", "s", 2, false);
        System.exit(good ? 0 : 1);
    }

    private static double samples(Rounds jmh, String method) {
        return jmh.throughput(ReplayBenchmark.class, method, Map.of()).value() / 1e6;
    }
}
