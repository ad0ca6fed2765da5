package dev.weir.systemtests.drift;

import dev.weir.evaluation.drift.Adwin;
import dev.weir.evaluation.drift.DriftSimulation;
import dev.weir.evaluation.drift.DriftSimulation.Procedure;
import dev.weir.evaluation.drift.DriftSimulation.Runs;
import dev.weir.evaluation.drift.PageHinkley;
import dev.weir.evaluation.drift.RewardFamily;
import dev.weir.evaluation.drift.SeasonalWatch;
import dev.weir.evaluation.drift.Watch;
import dev.weir.evaluation.drift.WatchSettings;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/**
 * Detectors on made-up rewards beside their bars: {@code system-tests/bench drift [STREAMS, 2000] [SEED, 1]}; exit code 1 if
 * one is missed. One false alarm in 100,000 decisions, smallest shift worth knowing ½ standard deviation.
 */
public final class DriftBars {
    private static final double SETTING = 100_000;
    private static final int WARM_UP = 2_000;
    private static final int SEASONAL_WARM_UP = 2 * RewardFamily.DAY;
    private static final int MEMORY = 20_000;
    private static final long LONGEST = 300_000;
    private static final int LONGEST_DELAY = 5_000;

    private final int streams;
    private final long seed;
    private boolean all = true;
    private int faster;
    private int compared;

    private DriftBars(int streams, long seed) {
        this.streams = streams;
        this.seed = seed;
    }

    public static void main(String[] arguments) {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        DriftBars bars = new DriftBars(streams, seed);
        for (RewardFamily family : RewardFamily.values()) {
            bars.play(family);
        }
        bars.bar(
                "faster than its peers in most", bars.faster * 2 > bars.compared, bars.faster + " of " + bars.compared);
        System.exit(bars.all ? 0 : 1);
    }

    private void play(RewardFamily family) {
        int warmUp = family == RewardFamily.SEASONAL ? SEASONAL_WARM_UP : WARM_UP;
        DriftSimulation simulation = new DriftSimulation(family, seed, warmUp);
        Supplier<Procedure> ours = ours(family);
        Runs runs = simulation.runs(ours, streams, LONGEST);
        double mean = runs.mean();
        bar(
                family + " run length, at least " + SETTING,
                mean >= SETTING,
                shown(mean) + ", " + runs.alarms() + " alarms");
        if (family == RewardFamily.GAUSSIAN || family == RewardFamily.BERNOULLI || family == RewardFamily.SEASONAL) {
            bar(family + " run length, at most 10 times that", mean <= 10 * SETTING, shown(mean));
        }
        int tuned = Math.max(100, streams / 10);
        double lambda = tune(simulation, l -> Procedure.of(new PageHinkley(l)), 1, 1e7, mean, tuned);
        double delta = tune(simulation, d -> Procedure.of(new Adwin(1 / d)), 1.01, 1e12, mean, tuned);
        for (double shift : new double[] {1, 0.5}) {
            double own = simulation.delay(ours, streams, -shift, LONGEST_DELAY);
            double ph = simulation.delay(() -> Procedure.of(new PageHinkley(lambda)), streams, -shift, LONGEST_DELAY);
            double adwin = simulation.delay(() -> Procedure.of(new Adwin(1 / delta)), streams, -shift, LONGEST_DELAY);
            double published = simulation.delay(() -> Procedure.of(new Adwin(0.002)), streams, -shift, LONGEST_DELAY);
            String what = family + " fall of " + shift + " deviations, median delay";
            String shown = shown(own) + "; Page-Hinkley of λ " + lambda + " " + shown(ph) + ", ADWIN of δ " + 1 / delta
                    + " " + shown(adwin) + " (of δ 0.002 " + shown(published) + ")";
            if (family == RewardFamily.GAUSSIAN) {
                double bar = shift == 1 ? 24 : 80;
                bar(what + ", at most " + bar, own <= bar, shown(own) + " after " + WARM_UP + " of warm-up");
            }
            bar(what + ", no slower", !(own > ph) && !(own > adwin), shown);
            compared += 2;
            faster += (own >= ph ? 0 : 1) + (own >= adwin ? 0 : 1); // NaN: the peer cannot be set to that rate
        }
    }

    private static Supplier<Procedure> ours(RewardFamily family) {
        WatchSettings settings = new WatchSettings(SETTING, 0.5, WARM_UP, MEMORY);
        if (family == RewardFamily.SEASONAL) {
            return () -> new SeasonalWatch(RewardFamily.DAY, settings)::observe;
        }
        return () -> {
            Watch watch = new Watch(settings);
            return (place, reward) -> watch.observe(reward, reward, place) == Watch.Event.SHIFTED;
        };
    }

    /** The setting at which a peer has the same mean run length; the greater, the longer. */
    private static double tune(
            DriftSimulation simulation,
            DoubleFunction<Procedure> peer,
            double low,
            double high,
            double mean,
            int streams) {
        double below = low;
        double above = high;
        for (int i = 0; i < 12; i++) {
            double middle = Math.sqrt(below * above);
            if (simulation.runs(() -> peer.apply(middle), streams, LONGEST).mean() < mean) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return Math.sqrt(below * above);
    }

    private static String shown(double number) {
        return Double.isNaN(number) ? "(never without alarms before)" : String.format(Locale.ROOT, "%,.0f", number);
    }

    private void bar(String what, boolean reached, String measured) {
        all &= reached;
        System.out.println(what + ": " + measured + ": " + (reached ? "reached" : "MISSED"));
    }
}
