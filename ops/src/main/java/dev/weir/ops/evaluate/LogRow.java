package dev.weir.ops.evaluate;

import dev.weir.rl.decision.Situation;
import org.jspecify.annotations.Nullable;

/**
 * One logged decision with what came of it, whatever form its log has.
 *
 * @param where      of the log it stands, for people: {@code log.csv line 17}
 * @param unit       what is independent of others; rows of one unit count as one observation
 * @param place      of the logged action among the allowed ones
 * @param propensity in (0, 1]; NaN where the log has none at all
 * @param pmf        of the policy that logged, over the allowed actions; empty where unknown
 * @param baseline   what the caller would have done, or null
 * @param chain      how it continues an episode; null: it stands alone
 */
record LogRow(
        String where,
        long unit,
        Situation situation,
        int place,
        double propensity,
        double reward,
        double[] pmf,
        @Nullable String baseline,
        @Nullable Chain chain) {

    /**
     * How a row continues an episode of its unit.
     *
     * @param step     number of the decision within its unit
     * @param terminal nothing follows
     * @param next     the situation after it, or null where nobody saw it
     */
    record Chain(
            long step,
            boolean terminal,
            boolean truncated,
            @Nullable Situation next) {}

    /** Refuses what no estimate can be made of. */
    LogRow {
        if (!(propensity > 0 && propensity <= 1) && !(Double.isNaN(propensity) && pmf.length == 0)) {
            throw new IllegalArgumentException(where + ": propensity must be in (0, 1], was " + propensity
                    + "; a decision that could not happen did: find out what chose it");
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException(where + ": reward must be a finite number, was " + reward);
        }
    }

    /** The same row with a propensity that its log does not have. */
    LogRow withPropensity(double guess) {
        return new LogRow(where, unit, situation, place, guess, reward, pmf, baseline, chain);
    }

    /** What a policy is asked of the step after this one. */
    LogRow at(Situation after, @Nullable String baselineThen) {
        return new LogRow(where, unit, after, 0, propensity, 0, new double[0], baselineThen, null);
    }
}
