package dev.weir.evaluation.estimator;

/** The one tuning number of an estimator: its check and its text. */
final class Limit {
    private Limit() {}

    static void check(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " must be above 0, was " + value);
        }
    }

    /** Without ".0", as one writes it. */
    static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
