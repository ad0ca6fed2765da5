package dev.weir.evaluation.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * Whether the later half of a log is like the earlier one: mean reward, and for each action the propensities with which it was
 * logged. Propensities that move tell that the logging policy changed while it logged, as one that learns does. Rows in the
 * order of the log; constant memory; confined to one thread.
 */
public final class Drift {
    private static final double CLEAR = 5;
    private static final int FIRST_ACTION = 3;
    private static final int PER_ACTION = 3;

    private final Blocks blocks;
    private final int actions;

    /** No rows yet. */
    public Drift(int actions) {
        this.actions = actions;
        this.blocks = new Blocks(FIRST_ACTION + PER_ACTION * actions);
    }

    /** Adds the next row. */
    public void add(int action, double propensity, double reward) {
        double[] sums = blocks.next();
        sums[0]++;
        sums[1] += reward;
        sums[2] += reward * reward;
        int at = FIRST_ACTION + PER_ACTION * action;
        sums[at]++;
        sums[at + 1] += propensity;
        sums[at + 2] += propensity * propensity;
    }

    /** Standard errors between the mean rewards of the halves; later less earlier. */
    public double reward() {
        return difference(blocks.half(false), blocks.half(true), 0, 30);
    }

    /** The greatest such difference of an action's logged propensity, by absolute value. */
    public double propensity() {
        double greatest = 0;
        double[] before = blocks.half(false);
        double[] after = blocks.half(true);
        for (int a = 0; a < actions; a++) {
            greatest = Math.max(greatest, Math.abs(difference(before, after, FIRST_ACTION + PER_ACTION * a, 10)));
        }
        return greatest;
    }

    private static double difference(double[] before, double[] after, int at, int least) {
        if (before[at] < least || after[at] < least) {
            return 0;
        }
        double difference = after[at + 1] / after[at] - before[at + 1] / before[at];
        double variance = meanVariance(before, at) + meanVariance(after, at);
        return Math.abs(difference) < 1e-9 ? 0 : difference / Math.max(1e-12, Math.sqrt(variance));
    }

    private static double meanVariance(double[] sums, int at) {
        double mean = sums[at + 1] / sums[at];
        return Math.max(0, sums[at + 2] / sums[at] - mean * mean) / (sums[at] - 1);
    }

    /** Whether the logging policy changed while it logged. */
    public boolean adaptive() {
        return propensity() > CLEAR;
    }

    void judge(List<Finding> findings) {
        if (adaptive()) {
            findings.add(new Finding(
                    Belief.WITH_CARE,
                    String.format(
                            Locale.ROOT,
                            "the logging policy changed while it logged (propensities of an action differ by %.1f standard errors"
                                    + " between halves)",
                            propensity()),
                    "read stabilised-aipw or a confidence sequence, with a reward model fitted forward in time"));
        }
        if (Math.abs(reward()) > CLEAR && !adaptive()) {
            findings.add(
                    new Finding(
                            Belief.WITH_CARE,
                            String.format(
                                    Locale.ROOT,
                                    "mean reward differs by %.1f standard errors between the halves of the log",
                                    Math.abs(reward())),
                            "the world changes: evaluate on the later half, and expect less of the future than the interval says"));
        }
    }
}
