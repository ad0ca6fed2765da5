package dev.weir.rl.actorcritic;

/** Refuses settings, naming key, value and expectation. */
public final class Check {
    private Check() {}

    /** Refuses what is outside [min, max]. */
    public static void within(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
        }
    }

    /** Refuses what is outside (min, max]. */
    public static void above(String key, double value, double min, double max) {
        if (!(value > min && value <= max)) {
            throw new IllegalArgumentException(
                    key + " must be above " + min + " and at most " + max + ", was " + value);
        }
    }
}
