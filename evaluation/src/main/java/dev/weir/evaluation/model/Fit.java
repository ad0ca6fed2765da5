package dev.weir.evaluation.model;

/** A way to fit a reward model to some rows of a log. */
public interface Fit {
    /**
     * Fits to the rows that are chosen.
     *
     * @param chosen [rows] which to fit to; at least one
     */
    RewardModel fit(LoggedRows rows, boolean[] chosen);
}
