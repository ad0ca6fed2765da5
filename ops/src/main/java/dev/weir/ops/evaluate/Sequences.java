package dev.weir.ops.evaluate;

import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.sequential.AsymptoticSequence;
import dev.weir.evaluation.sequential.BettingSequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Confidence sequences of one policy: intervals that hold however often, and whenever, one looks. Rows in the order of the log;
 * of doubly robust terms whose model has seen earlier rows alone, so the policy that logged may have learned. Confined to one
 * thread.
 */
final class Sequences {
    private static final long FIRST_LOOK = 100;

    private final AsymptoticSequence asymptotic;
    private final @Nullable BettingSequence betting;
    private double sum;
    private double weighted;
    private long rows;

    /** @param tightest rows at which they are tightest */
    Sequences(double level, long tightest, @Nullable RewardRange range) {
        asymptotic = new AsymptoticSequence(level, tightest, FIRST_LOOK);
        betting = range == null ? null : new BettingSequence(level, tightest, range.least(), range.greatest());
    }

    void add(LogRow row, double weight, double term) {
        asymptotic.add(term);
        sum += term;
        weighted += weight * row.reward();
        rows++;
        if (betting != null) {
            try {
                betting.add(weight, row.reward());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(row.where() + ": " + e.getMessage() + " (--reward-range)", e);
            }
        }
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(line("sequence-asymptotic", sum / rows, asymptotic.interval()));
        if (betting != null) {
            lines.add(line("sequence-betting", weighted / rows, betting.interval()));
        }
        return lines;
    }

    private static Line line(String name, double value, Interval interval) {
        return new Line(name, name, value, Double.NaN, interval.lower(), interval.upper());
    }
}
