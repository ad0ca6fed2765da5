package dev.weir.rl.feature;

import java.util.Arrays;

/**
 * Values of named features in the order of a {@link FeatureSchema}: numeric features in {@code numbers} (each takes as
 * many places as its size), categorical and text features in {@code texts} (one place each; "" is missing).
 *
 * <p>Not copied on the way in or out, for it stands on the decision path: whoever makes one gives the arrays away.
 */
public record Features(double[] numbers, String[] texts) {
    private static final double[] NO_NUMBERS = {};
    private static final String[] NO_TEXTS = {};

    /** No features at all. */
    public static final Features NONE = new Features(NO_NUMBERS, NO_TEXTS);

    @Override
    public boolean equals(Object other) {
        return other instanceof Features f && Arrays.equals(numbers, f.numbers) && Arrays.equals(texts, f.texts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(texts);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers) + Arrays.toString(texts);
    }
}
