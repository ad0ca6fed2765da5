package dev.weir.evaluation.interval;

/**
 * An interval around a value.
 *
 * @param lower end; may be −∞
 * @param upper end, at least the lower; may be ∞
 * @param level probability with which such intervals hold the true value, in (0, 1), as 0.95
 */
public record Interval(double lower, double upper, double level) {
    public Interval {
        checkLevel(level);
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower must not be above upper, were " + lower + " and " + upper);
        }
    }

    /** Nothing is promised. */
    public static Interval everything(double level) {
        return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
    }

    /** Refuses a level outside (0, 1). */
    public static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0, 1), was " + level);
        }
    }

    /** Upper − lower. */
    public double width() {
        return upper - lower;
    }

    /** Whether the value lies within. */
    public boolean holds(double value) {
        return lower <= value && value <= upper;
    }

    /** The part of it within a range that the value cannot leave. */
    public Interval within(double least, double greatest) {
        return new Interval(
                Math.min(Math.max(lower, least), greatest), Math.max(Math.min(upper, greatest), least), level);
    }
}
