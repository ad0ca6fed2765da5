package dev.weir.rl.decision;

import dev.weir.rl.random.CounterRandom;

/**
 * Where a unit falls in a rollout: one of {@link #COUNT} buckets, by the unit and the rollout's salt alone. A share takes the
 * lowest buckets, so that a share that grows moves no unit out. Test vectors: docs/rollouts.md.
 */
public final class Bucket {
    /** Buckets: shares are multiples of a hundredth of a per cent. */
    public static final int COUNT = 10_000;

    private static final long STREAM = 0x6275636b6574L; // "bucket"

    private Bucket() {}

    /** The unit's bucket, 0 to 9999, uniform over units. */
    public static int of(UnitId unit, String salt) {
        long bits = CounterRandom.bits(new UnitId(salt).hash(), STREAM, unit.hash());
        return (int) ((bits >>> 33) * COUNT >>> 31);
    }

    /** Buckets of a share in [0, 1]. */
    public static int below(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be 0 to 1, was " + share);
        }
        return (int) Math.rint(share * COUNT);
    }
}
