package dev.weir.systemtests.rollout;

import dev.weir.evaluation.rollout.ShadowSimulation;
import dev.weir.evaluation.rollout.ShadowSimulation.Case;
import dev.weir.evaluation.rollout.ShadowSimulation.Run;
import dev.weir.evaluation.rollout.SimulatedPolicy.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Simulated shadows beside their bars: {@code system-tests/bench shadow [RUNS, 1000] [FIRST SEED, 1]}. RUNS in all for what is
 * served by a fixed policy and as many for Thompson sampling, over four kinds of candidates and two of rewards; 3,000 units of
 * 1 to 20 decisions, deviation = mean, a look every 50 units; exit code 1 if a bar is missed.
 */
public final class ShadowBars {
    private static final int UNITS = 3000;
    private static final double ALPHA = 0.05;

    private ShadowBars() {}

    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        boolean good = true;
        for (Kind served : List.of(Kind.FIXED, Kind.THOMPSON)) {
            List<Run> all = new ArrayList<>();
            int cases = 2 * Kind.values().length;
            for (Kind candidate : Kind.values()) {
                for (boolean skewed : new boolean[] {false, true}) {
                    List<Run> some = play(new Case(served, candidate, skewed), first, Math.max(1, runs / cases));
                    report("  " + served + " serves, " + candidate + (skewed ? ", log-normal" : ", normal"), some);
                    all.addAll(some);
                }
            }
            good &= report(served + " serves", all);
        }
        System.exit(good ? 0 : 1);
    }

    private static List<Run> play(Case what, long first, int runs) {
        ShadowSimulation simulation = new ShadowSimulation(what, UNITS, ALPHA);
        return LongStream.range(first, first + runs)
                .parallel()
                .mapToObj(simulation::run)
                .toList();
    }

    private static boolean report(String name, List<Run> runs) {
        List<Run> promised = runs.stream().filter(Run::promised).toList();
        double n = Math.max(1, promised.size());
        double held = 100 * promised.stream().filter(Run::held).count() / n;
        double end = 100 * promised.stream().filter(Run::atTheEnd).count() / n;
        double snips = 100 * promised.stream().filter(Run::snips).count() / n;
        double[] widths = promised.stream().mapToDouble(Run::width).sorted().toArray();
        double width = widths.length == 0 ? Double.NaN : widths[widths.length / 2];
        double widest = widths.length == 0 ? Double.NaN : widths[(int) (0.95 * widths.length)];
        double silent = 100.0 * (runs.size() - promised.size()) / runs.size();
        boolean reached = held >= 93.5 && end >= 93.5 && width <= 1.5 && silent <= 10;
        System.out.printf(
                Locale.ROOT,
                "%s: holds the truth at all looks in %.1f %% (at the last %.1f, SNIPS at all %.1f; bar 93.5), %.2f"
                        + " times as wide as with known rewards (median; 95 of 100 below %.2f; bar 1.5), no promise in"
                        + " %.1f %% (bar 10) of %d: %s%n",
                name,
                held,
                end,
                snips,
                width,
                widest,
                silent,
                runs.size(),
                reached ? "reached" : "MISSED");
        return reached;
    }
}
