package dev.weir.schemas.problem;

import java.util.Map;
import java.util.Set;

/** An arithmetic formula over named metrics, e.g. {@code -1*holding - 4*lost}. Immutable. */
public interface RewardFormula {
    /** Parses a formula; {@code IllegalArgumentException} names position and expectation. */
    static RewardFormula parse(String text) {
        throw new UnsupportedOperationException("room schemas");
    }

    /** Names of the metrics that it reads. */
    Set<String> metrics();

    /**
     * Value for one outcome; a missing metric counts as 0.
     *
     * @throws IllegalArgumentException if the result is not finite
     */
    double apply(Map<String, Double> metrics);

    /** The text that was parsed. */
    String text();
}
