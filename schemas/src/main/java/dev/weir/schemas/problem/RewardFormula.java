package dev.weir.schemas.problem;

import java.util.Map;
import java.util.Set;

/**
 * An arithmetic formula over named metrics, e.g. {@code price*sold - 3*ordered}. Immutable and safe for use by many
 * threads.
 *
 * <p>Grammar: numbers; metric names; {@code + - * /}, unary minus, parentheses; {@code min(a, b, …)}, {@code max(a, b,
 * …)}, {@code abs(a)}, {@code clip(a, low, high)}. A bare name is letters, digits and {@code _}, and may hold dots
 * between them ({@code order.value}); any other name stands in backticks ({@code `lost-sales`}), for a bare dash is a
 * minus.
 */
public interface RewardFormula {
    /** Parses a formula; {@code IllegalArgumentException} names position and expectation. */
    static RewardFormula parse(String text) {
        return new FormulaParser(text).parse();
    }

    /** Names of the metrics that it reads, in order of appearance. */
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
