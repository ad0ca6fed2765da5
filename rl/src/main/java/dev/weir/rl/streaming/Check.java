package dev.weir.rl.streaming;

/** Refuses settings, naming key, value and expectation. */
final class Check {
    private Check() {}

    static void within(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
        }
    }

    static void above(String key, double value, double min, double max) {
        if (!(value > min && value <= max)) {
            throw new IllegalArgumentException(
                    key + " must be above " + min + " and at most " + max + ", was " + value);
        }
    }
}
