package dev.weir.evaluation.diagnosis;

import java.util.List;
import java.util.Locale;

/** The importance weights of a log: how many rows they leave, and whether one row says it all. Confined to one thread. */
public final class Weights {
    private static final double CLEAR = 4; // standard errors from which on chance is no excuse
    private static final double ROWS_TO_BELIEVE = 30;
    private static final double ROWS_WITHOUT_CARE = 200;
    private static final double SHARE_OF_ONE = 0.1;

    private long rows;
    private double sum;
    private double squares;
    private double largest;
    private long largestRow = -1;

    /** Adds the next row's weight. */
    public void add(double weight) {
        sum += weight;
        squares += weight * weight;
        if (weight > largest) {
            largest = weight;
            largestRow = rows;
        }
        rows++;
    }

    /** (Σ w)² / Σ w² (Kong 1992): about so many rows of the policy's own would say as much. */
    public double effectiveRows() {
        return squares > 0 ? sum * sum / squares : 0;
    }

    /** Greatest weight. */
    public double largest() {
        return largest;
    }

    /** The row of the greatest weight, from 0; −1 without rows of weight. */
    public long largestRow() {
        return largestRow;
    }

    /** Mean weight. */
    public double mean() {
        return sum / rows;
    }

    /** Standard errors between the mean weight and 1. */
    public double meanOff() {
        double variance = (squares - sum * sum / rows) / Math.max(1, rows - 1);
        double error = Math.sqrt(Math.max(0, variance) / rows);
        double off = mean() - 1;
        return Math.abs(off) < 1e-9 ? 0 : off / Math.max(error, 1e-12);
    }

    void judge(List<Finding> findings) {
        if (!(sum > 0)) {
            findings.add(new Finding(
                    Belief.DO_NOT,
                    "no logged action is one that the policy would take: every weight is 0",
                    "log with exploration, or check that the actions' names match"));
            return;
        }
        double share = largest / sum;
        if (rows > 1 && share > SHARE_OF_ONE) {
            findings.add(new Finding(
                    Belief.DO_NOT,
                    String.format(
                            Locale.ROOT,
                            "row %d alone has weight %s, %.0f %% of all weight",
                            largestRow,
                            largest < 100
                                    ? String.format(Locale.ROOT, "%.3g", largest)
                                    : Long.toString(Math.round(largest)),
                            100 * share),
                    "check that row's propensity; else clip or shrink weights (switch-dr, dros), or log with a greater floor of"
                            + " exploration"));
        }
        double effective = effectiveRows();
        if (effective < ROWS_WITHOUT_CARE) {
            findings.add(new Finding(
                    effective < ROWS_TO_BELIEVE ? Belief.DO_NOT : Belief.WITH_CARE,
                    String.format(Locale.ROOT, "%d rows are worth only %.1f after weighting", rows, effective),
                    "log more, explore more, or evaluate a policy nearer to the one that logged"));
        }
        double off = meanOff();
        if (Math.abs(off) > CLEAR) {
            findings.add(new Finding(
                    Belief.DO_NOT,
                    String.format(
                            Locale.ROOT, "the mean weight is %.4g, %.1f standard errors from 1", mean(), Math.abs(off)),
                    "the logged propensities are wrong, or actions that the policy takes are missing from the log"));
        }
    }
}
