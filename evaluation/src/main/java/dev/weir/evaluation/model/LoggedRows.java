package dev.weir.evaluation.model;

/**
 * Logged decisions in columns, for fitting; shared, not copied.
 *
 * @param contexts     [rows × contextWidth]
 * @param contextWidth numbers of a context
 * @param action       [rows] logged action
 * @param reward       [rows]
 * @param weight       [rows] weight of each row in the fit: ones, or {@link Weighting}
 * @param unit         [rows] rows of one unit never part between fitting and valuing
 */
public record LoggedRows(
        double[] contexts, int contextWidth, int[] action, double[] reward, double[] weight, long[] unit) {
    public LoggedRows {
        int rows = action.length;
        if (contexts.length != rows * contextWidth
                || reward.length != rows
                || weight.length != rows
                || unit.length != rows) {
            throw new IllegalArgumentException(
                    "all columns must have " + rows + " rows, had " + reward.length + " rewards, " + weight.length
                            + " weights, " + unit.length + " units, " + contexts.length + " context numbers");
        }
    }

    /** Rows. */
    public int rows() {
        return action.length;
    }
}
