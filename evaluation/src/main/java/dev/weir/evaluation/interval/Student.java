package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.Estimate;

/**
 * The interval V̂ ± t · error, t of Student's distribution (1908) with the degrees of freedom that the tails leave, see
 * {@link Estimate}: with light tails one less than groups. Holds where sums of groups are about normal.
 */
public final class Student {
    private Student() {}

    /** The interval; everything with fewer than two groups. */
    public static Interval of(Estimate estimate, double level) {
        if (estimate.groups() < 2) {
            return Interval.everything(level);
        }
        double half = quantile(0.5 + level / 2, estimate.freedom()) * estimate.standardError();
        return new Interval(estimate.value() - half, estimate.value() + half, level);
    }

    /**
     * The number below which Student's variable falls with probability p.
     *
     * @param p       in (0, 1)
     * @param freedom degrees of freedom, at least 1
     */
    public static double quantile(double p, double freedom) {
        if (p == 0.5) {
            return 0;
        }
        double tail = 2 * Math.min(p, 1 - p);
        double x = Beta.quantile(tail, freedom / 2, 0.5); // P(|T| > t) = I_x(ν/2, ½), x = ν / (ν + t²)
        double t = Math.sqrt(freedom * (1 - x) / x);
        return p < 0.5 ? -t : t;
    }
}
