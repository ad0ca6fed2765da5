package dev.weir.evaluation.rollout;

import org.jspecify.annotations.Nullable;

/**
 * One decision beside which a candidate decided, and what came of it.
 *
 * @param weight           candidate's probability of the served action over the probability with which it was served
 * @param reward           that the served action earned
 * @param expected         reward that the candidate expects of its own pmf
 * @param expectedOfServed and of the served action
 * @param unsupported      probability of all that the candidate would do and what is served never does
 * @param agrees           whether it values the caller's own action most; null: the caller named none
 */
public record Shadowed(
        double weight,
        double reward,
        double expected,
        double expectedOfServed,
        double unsupported,
        @Nullable Boolean agrees) {
    public Shadowed {
        if (!(weight >= 0 && Double.isFinite(weight) && unsupported >= 0 && unsupported <= 1 + 1e-9)) {
            throw new IllegalArgumentException(
                    "weight must be at least 0 and unsupported in [0, 1], were " + weight + " and " + unsupported);
        }
        if (!Double.isFinite(reward) || !Double.isFinite(expected) || !Double.isFinite(expectedOfServed)) {
            throw new IllegalArgumentException("reward and expectations must be finite, were " + reward + ", "
                    + expected + " and " + expectedOfServed);
        }
    }

    /** Of a decision, from the two pmfs over its allowed actions; a served one that is empty is known at one action alone. */
    public static Shadowed of(
            double[] served,
            double propensity,
            int place,
            double[] candidate,
            double reward,
            double expected,
            double expectedOfServed,
            @Nullable Boolean agrees) {
        double unsupported = 0;
        for (int i = 0; i < served.length; i++) {
            unsupported += served[i] > 0 ? 0 : candidate[i];
        }
        return new Shadowed(
                candidate[place] / propensity, reward, expected, expectedOfServed, Math.min(1, unsupported), agrees);
    }
}
