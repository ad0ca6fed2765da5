package dev.weir.evaluation.estimator;

/**
 * What an estimator says of a policy's value.
 *
 * @param estimator     the estimator's name
 * @param value         mean reward a decision, in the log's unit of reward
 * @param standardError of the value, clustered by group of units, self-normalisation counted in (delta method); NaN with
 *                      fewer than two groups
 * @param rows          logged decisions
 * @param groups        groups of units with at least one row
 * @param freedom       degrees of freedom of the error: 2 G / (κ − 1), κ the kurtosis of the groups' influence, at least 1 and
 *                      at most G − 1. A few heavy rows know their own spread badly, however many light ones there are
 */
public record Estimate(String estimator, double value, double standardError, long rows, int groups, double freedom) {
    /** Degrees of freedom from Σ u² and Σ u⁴ over groups. */
    static double freedom(int groups, double squares, double fourths) {
        double kurtosis = squares > 0 ? groups * fourths / (squares * squares) : 3;
        return Math.max(1, Math.min(groups - 1, 2 * groups / Math.max(1e-9, kurtosis - 1)));
    }
}
