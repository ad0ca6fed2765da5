package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;
import java.util.List;

/**
 * Intervals from resampling whole groups of units with replacement (Efron 1979; 1987 for BCa), self-normalisation resampled
 * too. One seed draws the same resamples for every estimator and policy over the same log, so differences are paired.
 *
 * @param resamples 10,000 for publishing; at least 100
 * @param seed      of the draws
 */
public record Bootstrap(int resamples, long seed) {
    private static final long STREAM = 0x626f_6f74L; // "boot"

    public Bootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be at least 100, was " + resamples);
        }
    }

    /**
     * Estimates of every resample, each estimator's own in the order of the draws: row by row they are of one resample.
     *
     * @param all of one log
     * @return [estimators × resamples]
     */
    public double[][] estimates(List<GroupSums> all) {
        Resamples drawn = new Resamples(all);
        double[][] estimates = new double[all.size()][resamples];
        for (int b = 0; b < resamples; b++) {
            drawn.draw(CounterRandom.bits(seed, STREAM, b));
            for (int e = 0; e < all.size(); e++) {
                estimates[e][b] = drawn.estimate(e);
            }
        }
        return estimates;
    }

    /** The percentile interval of one estimator. */
    public Interval percentile(GroupSums sums, double level) {
        return percentile(estimates(List.of(sums))[0], level);
    }

    /** The BCa interval of one estimator. */
    public Interval bca(GroupSums sums, double level) {
        return bca(sums, estimates(List.of(sums))[0], level);
    }

    /** From the (1 − level)/2 to the (1 + level)/2 quantile of the resamples' estimates. */
    public static Interval percentile(double[] resampled, double level) {
        double[] estimates = ascending(resampled);
        double tail = (1 - level) / 2;
        return new Interval(quantile(estimates, tail), quantile(estimates, 1 - tail), level);
    }

    /**
     * The quantiles moved for bias and skewness, Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))): z₀ from the share of resamples below the
     * estimate, a = Σ U³ / (6 (Σ U²)^{3/2}) from the groups' influence.
     */
    public static Interval bca(GroupSums sums, double[] resampled, double level) {
        double[] estimates = ascending(resampled);
        int resamples = estimates.length;
        if (estimates[0] == estimates[resamples - 1]) {
            return new Interval(estimates[0], estimates[0], level);
        }
        double value = sums.value();
        double below = 0;
        for (double estimate : estimates) {
            below += estimate < value ? 1 : estimate == value ? 0.5 : 0;
        }
        double share = Math.min(Math.max(below, 0.5), resamples - 0.5) / resamples;
        double bias = Gaussian.quantile(share);
        double squares = 0;
        double cubes = 0;
        for (double influence : sums.influence()) {
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        double acceleration = squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
        double tail = Gaussian.quantile((1 - level) / 2);
        return new Interval(
                quantile(estimates, moved(bias, acceleration, tail)),
                quantile(estimates, moved(bias, acceleration, -tail)),
                level);
    }

    private static double[] ascending(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double moved(double bias, double acceleration, double z) {
        double shifted = bias + z;
        return Normal.cumulative(bias + shifted / (1 - acceleration * shifted));
    }

    /** Between the neighbours of place p (n − 1), as numpy's. */
    static double quantile(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
