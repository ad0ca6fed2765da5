package dev.weir.rl.random;

/**
 * Counter-based randomness: each value is a pure function of (seed, stream, index), so that nothing needs to be stored
 * to continue. SplitMix64's finaliser (Steele, Lea and Flood 2014, variant 13 of Stafford) over the three, chained.
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    /** 64 random bits. */
    public static long bits(long seed, long stream, long index) {
        return mix(mix(mix(seed + GOLDEN) ^ (stream * GOLDEN)) + index * GOLDEN);
    }

    /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
    public static double uniform(long seed, long stream, long index) {
        return (bits(seed, stream, index) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
