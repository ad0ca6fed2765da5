package dev.weir.evaluation.drift;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;

/** Kinds of made-up reward streams, each of deviation {@link #deviation()} around its mean, by counter-based randomness. */
public enum RewardFamily {
    /** 0 or 1, half and half. */
    BERNOULLI,
    /** Normal. */
    GAUSSIAN,
    /** Lomax of tail index 3 with a random sign: variance 1, no third moment. */
    HEAVY_TAILED,
    /** Lomax of tail index 3: most is little, some is much. */
    SKEWED,
    /** Normal of deviation ½ around 1 + 0.3 sin, by the day of {@value #DAY} decisions. */
    SEASONAL;

    /** Decisions of a day. */
    public static final int DAY = 10_000;

    private static final double AMPLITUDE = 0.3;
    private static final double SKEWED_DEVIATION = Math.sqrt(0.75);

    /**
     * The reward at a place of a stream.
     *
     * @param shift of the mean, in standard deviations
     */
    public double at(long seed, long stream, long place, double shift) {
        double moved = shift * deviation();
        return switch (this) {
            case BERNOULLI -> CounterRandom.uniform(seed, stream, place) < 0.5 + moved ? 1 : 0;
            case GAUSSIAN -> Gaussian.at(seed, stream, place) + moved;
            case HEAVY_TAILED -> heavy(seed, stream, place) + moved;
            case SKEWED -> Math.abs(heavy(seed, stream, place)) + moved;
            case SEASONAL -> 1 + AMPLITUDE * wave(place, 1) + deviation() * Gaussian.at(seed, stream, place) + moved;
        };
    }

    private static double heavy(long seed, long stream, long place) {
        double u = CounterRandom.uniform(seed, stream, place) * 2 - 1;
        double tail = Math.max(1 - Math.abs(u), 0x1.0p-53);
        return Math.copySign(1 / StrictMath.cbrt(tail) - 1, u);
    }

    private static double wave(long place, int times) {
        return StrictMath.sin(2 * Math.PI * times * (place % DAY) / DAY);
    }

    /** Standard deviation around the mean. */
    public double deviation() {
        return switch (this) {
            case BERNOULLI, SEASONAL -> 0.5;
            case GAUSSIAN, HEAVY_TAILED -> 1;
            case SKEWED -> SKEWED_DEVIATION;
        };
    }
}
