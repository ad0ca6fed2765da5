package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;

/**
 * What one metric shows at a look.
 *
 * @param metric   its name
 * @param estimate of the challenger's effect, more being better
 * @param interval of the effect, at the metric's share of α
 * @param baseline mean of the other arm
 * @param margin   that it may lose, in the metric's unit; 0 for the reward
 */
public record Look(String metric, double estimate, Interval interval, double baseline, double margin) {
    /** Whether it certainly lost more than it may. */
    public boolean harmed() {
        return interval.upper() < -margin;
    }

    /** Whether it certainly lost no more than it may. */
    public boolean safe() {
        return interval.lower() > -margin;
    }

    /** Whether it certainly gained. */
    public boolean gained() {
        return interval.lower() > 0;
    }
}
