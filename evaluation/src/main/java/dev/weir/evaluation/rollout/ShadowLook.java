package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;
import java.util.List;

/**
 * What a shadow shows so far. Intervals hold at all looks together.
 *
 * @param units          that have matured
 * @param served         mean reward of what was served
 * @param snips          what the candidate would have earned, self-normalised
 * @param doublyRobust   the same with what the candidate expects as control variate
 * @param gain           of the candidate over what was served
 * @param effectiveUnits what the units are worth after weighting
 * @param meanWeight     1 if the logged propensities are right
 * @param unsupported    share of what the candidate would do that is never served
 * @param agreement      share of decisions in which it values the caller's own action most; NaN: none was named
 * @param cannot         why nothing is promised; empty: the intervals can be believed
 */
public record ShadowLook(
        long units,
        double served,
        Line snips,
        Line doublyRobust,
        Line gain,
        double effectiveUnits,
        double meanWeight,
        double unsupported,
        double agreement,
        List<String> cannot) {
    /** An estimate with its interval. */
    public record Line(double value, Interval interval) {}

    public ShadowLook {
        cannot = List.copyOf(cannot);
    }

    /** Whether the intervals can be believed. */
    public boolean promised() {
        return cannot.isEmpty();
    }

    /** Whether the candidate is certainly worse than what is served. */
    public boolean worse() {
        return promised() && gain.interval().upper() < 0;
    }

    /** Whether it is certainly better. */
    public boolean better() {
        return promised() && gain.interval().lower() > 0;
    }
}
