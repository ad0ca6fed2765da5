package dev.weir.systemtests.network;

import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs JMH benchmarks one after another, each in a JVM of its own, in rounds: what is compared is measured in turn, and a
 * ratio is taken within its round, so that other work on the machine meets both sides. The figure of a round is its best window: other work only ever slows.
 */
final class Rounds {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private final TimeValue window;

    /** Windows of so many seconds: twenty are measured, after ten. */
    Rounds(double windowSeconds) {
        window = TimeValue.milliseconds((long) (windowSeconds * 1000));
    }

    /** The best window of one benchmark, in its unit, and bytes allocated by a call. */
    record Figure(double value, double bytes) {}

    Figure throughput(Class<?> benchmark, String method, Map<String, String> parameters) {
        return measure(options(benchmark, method, parameters)
                .warmupIterations(10)
                .measurementIterations(20)
                .warmupTime(window)
                .measurementTime(window));
    }

    /** By the benchmark's own count of calls. */
    Figure single(Class<?> benchmark, String method) {
        return measure(options(benchmark, method, Map.of()).mode(Mode.SingleShotTime));
    }

    private static ChainedOptionsBuilder options(Class<?> benchmark, String method, Map<String, String> parameters) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\Q" + benchmark.getName() + "." + method + "\\E$")
                .forks(1)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        parameters.forEach(options::param);
        return options;
    }

    private static Figure measure(ChainedOptionsBuilder options) {
        try {
            RunResult run = new Runner(options.build()).runSingle();
            Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
            Statistics windows = run.getPrimaryResult().getStatistics();
            boolean rate = run.getParams().getMode() == Mode.Throughput;
            return new Figure(rate ? windows.getMax() : windows.getMin(), allocated == null ? 0 : allocated.getScore());
        } catch (RunnerException e) {
            throw new IllegalStateException("the benchmark failed", e);
        }
    }

    /** Median and ends of what the rounds gave. */
    record Spread(double median, double least, double most) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
            return new Spread(median, sorted[0], sorted[n - 1]);
        }

        /** One line: what, figure, bar, verdict by the median. */
        boolean line(String what, String unit, double bar, boolean atLeast) {
            boolean reached = atLeast ? median >= bar : median <= bar;
            System.out.printf(
                    "%-58s %10.4g %s [%.4g to %.4g], bar %s %.4g: %s%n",
                    what, median, unit, least, most, atLeast ? "≥" : "≤", bar, reached ? "reached" : "MISSED");
            return reached;
        }

        /** One line without a bar. */
        void line(String what, String unit) {
            System.out.printf("%-58s %10.4g %s [%.4g to %.4g]%n", what, median, unit, least, most);
        }
    }
}
