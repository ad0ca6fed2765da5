package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;

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

    /** The estimates of all resamples, ascending. */
    public double[] estimates(GroupSums sums) {
        Resamples drawn = new Resamples(sums);
        double[] estimates = new double[resamples];
        for (int b = 0; b < resamples; b++) {
            estimates[b] = drawn.estimate(CounterRandom.bits(seed, STREAM, b));
        }
        Arrays.sort(estimates);
        return estimates;
    }

    /** From the (1 − level)/2 to the (1 + level)/2 quantile of the resamples' estimates. */
    public Interval percentile(GroupSums sums, double level) {
        double[] estimates = estimates(sums);
        double tail = (1 - level) / 2;
        return new Interval(quantile(estimates, tail), quantile(estimates, 1 - tail), level);
    }

    /**
     * The quantiles moved for bias and skewness, Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))): z₀ from the share of resamples below the
     * estimate, a = Σ U³ / (6 (Σ U²)^{3/2}) from the groups' influence.
     */
    public Interval bca(GroupSums sums, double level) {
        double[] estimates = estimates(sums);
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
