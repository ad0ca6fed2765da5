package dev.weir.evaluation.drift;

/**
 * Whether a stream that had shifted is back: a one-sided CUSUM of log-likelihood ratios between the baseline and the shift,
 *
 * <pre>R ← max(0, R + μ(μ/2 − d·z)),  back when R ≥ ln 10⁴</pre>
 *
 * d = −1 after a fall; μ in standard deviations, a part of the shift: what is not nearer to the baseline than to μ is not
 * back. While a shift of μ lasts it is wrong once in ten thousand numbers or more (Lorden 1971), and far less often while more does.
 */
final class Recovery {
    private static final double ENOUGH = StrictMath.log(1e4);

    private Recovery() {}

    /** The statistic after one more score. */
    static double next(double statistic, double shift, boolean fell, double z) {
        return Math.max(0, statistic + shift * (shift / 2 - (fell ? -z : z)));
    }

    static boolean enough(double statistic) {
        return statistic >= ENOUGH;
    }
}
