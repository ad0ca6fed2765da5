package dev.weir.evaluation.sequential;

import dev.weir.evaluation.interval.Interval;

/**
 * A confidence sequence for a policy's value by betting, exact at every number of rows and under any weights, also where the
 * logging policy learned (Waudby-Smith and Ramdas 2023; for policies Waudby-Smith et al. 2022): with rewards scaled to [0, 1]
 * a lower bound of the mean of w r, and from the lower bound of the mean of w (1 − r) the upper one. No greatest weight need be
 * known. Confined to one thread.
 */
public final class BettingSequence {
    private static final int GRID = 1000;

    private final double level;
    private final double least;
    private final double range;
    private final LowerBet gain;
    private final LowerBet loss;

    /**
     * Nothing refuted.
     *
     * @param tightest the number of rows at which the sequence is to be tightest
     * @param least    the least reward that can occur
     * @param greatest the greatest reward that can occur
     */
    public BettingSequence(double level, double tightest, double least, double greatest) {
        Interval.checkLevel(level);
        if (!(least < greatest)) {
            throw new IllegalArgumentException("least must be below greatest, were " + least + " and " + greatest);
        }
        this.level = level;
        this.least = least;
        this.range = greatest - least;
        this.gain = new LowerBet((1 - level) / 2, tightest, GRID);
        this.loss = new LowerBet((1 - level) / 2, tightest, GRID);
    }

    /** Adds the next row. */
    public void add(double weight, double reward) {
        double scaled = (reward - least) / range;
        if (!(scaled >= 0 && scaled <= 1)) {
            throw new IllegalArgumentException(
                    "reward must be in [" + least + ", " + (least + range) + "], was " + reward);
        }
        gain.add(weight * scaled);
        loss.add(weight * (1 - scaled));
    }

    /** The interval now; where wrong propensities made the two bounds cross, the point between them. */
    public Interval interval() {
        double lower = gain.bound();
        double upper = 1 - loss.bound();
        double middle = (lower + upper) / 2;
        return new Interval(
                least + range * Math.min(lower, Math.max(middle, 0)),
                least + range * Math.max(upper, Math.min(middle, 1)),
                level);
    }
}
