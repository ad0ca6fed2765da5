package dev.weir.evaluation.interval;

/**
 * The interval m ± [√(2 s² ln(4/δ) / n) + 7 R ln(4/δ) / (3 (n − 1))] for the mean of n independent terms within a range of
 * length R (Maurer and Pontil 2009, both sides): holds for every n, without any normality. R must be known before the log is
 * seen: for importance sampling it is the greatest weight that can occur times the range of rewards.
 */
public final class EmpiricalBernstein {
    private EmpiricalBernstein() {}

    /**
     * The interval.
     *
     * @param mean     of the terms
     * @param variance of the terms, with n − 1
     * @param count    n, at least 2
     * @param range    R, above 0
     */
    public static Interval of(double mean, double variance, double count, double range, double level) {
        Interval.checkLevel(level);
        if (!(count >= 2 && range > 0 && variance >= 0)) {
            throw new IllegalArgumentException("count must be at least 2, range above 0 and variance at least 0, were "
                    + count + ", " + range + " and " + variance);
        }
        double log = StrictMath.log(4 / (1 - level));
        double half = Math.sqrt(2 * variance * log / count) + 7 * range * log / (3 * (count - 1));
        return new Interval(mean - half, mean + half, level);
    }
}
