package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.interval.Interval;
import java.util.Locale;

/** How often an interval held, how wide it was, and how far its estimator scattered. */
final class Tally {
    private int logs;
    private int held;
    private int refused;
    private int refusedHeld;
    private double width;
    private double sum;
    private double squares;

    void add(double truth, double value, Interval interval, boolean holds, boolean believed) {
        logs++;
        held += holds ? 1 : 0;
        refused += believed ? 0 : 1;
        refusedHeld += !believed && holds ? 1 : 0;
        width += interval.width();
        sum += value - truth;
        squares += (value - truth) * (value - truth);
    }

    double covered() {
        return held / (double) logs;
    }

    /** Mean width over the width that known truth gives. */
    double relativeWidth() {
        double mean = sum / logs;
        return width / logs / (2 * 1.96 * Math.sqrt(squares / logs - mean * mean));
    }

    /** Share of logs of which the verdict said not to believe. */
    double refused() {
        return refused / (double) logs;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "held %.4f, width %.2f of known truth's, refused %.3f (of these held %d of %d)",
                covered(),
                relativeWidth(),
                refused(),
                refusedHeld,
                refused);
    }
}
