package dev.weir.rl.value;

/** Refuses settings, naming key, value and expectation. */
final class Check {
    private Check() {}

    static void within(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    key + " must be " + text(min) + " to " + text(max) + ", was " + text(value));
        }
    }

    static void positive(String key, double value, double max) {
        if (!(value > 0 && value <= max)) {
            throw new IllegalArgumentException(
                    key + " must be above 0 and at most " + text(max) + ", was " + text(value));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
