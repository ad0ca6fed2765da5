package dev.weir.systemtests.rollout;

import dev.weir.evaluation.rollout.Advice.Step;
import dev.weir.evaluation.rollout.Ramp;
import dev.weir.evaluation.rollout.RolloutAnalysis;
import dev.weir.evaluation.rollout.RolloutSimulation;
import dev.weir.evaluation.rollout.RolloutSimulation.Case;
import dev.weir.evaluation.rollout.RolloutSimulation.Run;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Simulated rollouts beside their bars: {@code system-tests/bench rollouts [RUNS a case, 1000] [FIRST SEED, 1]}. At most
 * 50,000 units of 1 to 20 decisions, deviation = mean, ramp 1, 5, 50 %, a look every 100 units; exit code 1 if one is missed.
 */
public final class RolloutBars {
    private static final double WRONG = 0.05;
    private static final double RIGHT = 0.95;

    private final int runs;
    private final long firstSeed;
    private boolean good = true;

    private RolloutBars(int runs, long firstSeed) {
        this.runs = runs;
        this.firstSeed = firstSeed;
    }

    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        RolloutBars bars = new RolloutBars(runs, args.length > 1 ? Long.parseLong(args[1]) : 1);
        for (boolean skewed : new boolean[] {false, true}) {
            for (double trend : new double[] {0.2, -0.2}) {
                bars.sameAgainstSame(trend, skewed);
                bars.ends("+5 %", 0.05, trend, skewed, Step.PROMOTE);
                bars.ends("-10 %", -0.1, trend, skewed, Step.ROLL_BACK);
            }
        }
        bars.split();
        System.exit(bars.good ? 0 : 1);
    }

    private List<Run> play(double effect, double trend, boolean skewed, double leak) {
        RolloutSimulation simulation = new RolloutSimulation(
                new Case(effect, 1, trend, skewed, leak), RolloutAnalysis.Settings.DEFAULT, Ramp.DEFAULT);
        return LongStream.range(firstSeed, firstSeed + runs)
                .parallel()
                .mapToObj(simulation::run)
                .toList();
    }

    private double share(List<Run> all, Step... steps) {
        List<Step> wanted = List.of(steps);
        return (double) all.stream().filter(r -> wanted.contains(r.step())).count() / all.size();
    }

    private static String rewards(double trend, boolean skewed) {
        return (skewed ? "log-normal" : "normal") + " rewards, trend " + (trend > 0 ? "+" : "")
                + Math.round(100 * trend) + " %";
    }

    private void sameAgainstSame(double trend, boolean skewed) {
        List<Run> all = play(0, trend, skewed, 1);
        double wrong = share(all, Step.PROMOTE, Step.ROLL_BACK);
        long naive = all.stream().filter(r -> r.naive() != Step.CONTINUE).count();
        long end = all.stream().filter(r -> r.atTheEnd() != Step.CONTINUE).count();
        verdict(
                "A/A, " + rewards(trend, skewed),
                wrong <= WRONG,
                "%.1f %% promoted or rolled back (bar 5); plain means at every look: %.1f %%, once at the end: %.1f %%",
                100 * wrong,
                100.0 * naive / runs,
                100.0 * end / runs);
    }

    private void ends(String name, double effect, double trend, boolean skewed, Step step) {
        List<Run> all = play(effect, trend, skewed, 1);
        double right = share(all, step);
        long fixed = all.stream().filter(r -> r.atTheEnd() == step).count();
        verdict(
                name + ", " + rewards(trend, skewed),
                right >= RIGHT,
                "%.1f %% %s (bar 95), after %.0f units (median), %.0f of them exposed; a fixed horizon of 50,000:"
                        + " %.1f %%, about 23,600 exposed",
                100 * right,
                step,
                median(all, true),
                median(all, false),
                100.0 * fixed / runs);
    }

    private static double median(List<Run> all, boolean units) {
        long[] sorted = all.stream()
                .mapToLong(r -> units ? r.units() : r.exposed())
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private void split() {
        double caught = share(play(0, 0.2, false, 52.0 / 48), Step.BLOCK);
        verdict("split 52/48", caught >= 0.99, "%.1f %% blocked (bar 99)", 100 * caught);
        double wrong = share(play(0, 0.2, false, 1), Step.BLOCK);
        verdict("split as meant", wrong <= 0.01, "%.1f %% blocked (bar 1)", 100 * wrong);
    }

    private void verdict(String name, boolean reached, String text, Object... numbers) {
        good &= reached;
        System.out.printf(
                java.util.Locale.ROOT,
                "%s: %s: %s%n",
                name,
                String.format(java.util.Locale.ROOT, text, numbers),
                reached ? "reached" : "MISSED");
    }
}
