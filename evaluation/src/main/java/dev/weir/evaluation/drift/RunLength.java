package dev.weir.evaluation.drift;

/** Expected run lengths between false alarms, and the thresholds that give them. */
public final class RunLength {
    /** Mean overshoot of a Gaussian walk over a far boundary, twice: −2ζ(½)/√(2π) (Siegmund 1985, p. 50). */
    private static final double OVERSHOOT = 1.1656;

    private static final double HIGH = 1e4;

    private RunLength() {}

    /**
     * Expected length of a one-sided Gaussian CUSUM without a change, (e^{2kb} − 2kb − 1) / 2k² with b = h + 1.166
     * (Siegmund 1985, equation 2.56).
     *
     * @param reference k in standard deviations
     * @param threshold h in standard deviations
     */
    public static double ofCusum(double reference, double threshold) {
        double x = 2 * reference * (threshold + OVERSHOOT);
        return (StrictMath.exp(x) - x - 1) / (2 * reference * reference);
    }

    /** The threshold h in standard deviations at which a one-sided CUSUM runs that long on average. */
    public static double cusumThreshold(double reference, double length) {
        if (!(length > 1)) {
            throw new IllegalArgumentException("expected run length must be above 1, was " + length);
        }
        double low = 0;
        double high = HIGH;
        for (int i = 0; i < 200 && high - low > 1e-12 * high; i++) {
            double middle = (low + high) / 2;
            if (ofCusum(reference, middle) < length) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
