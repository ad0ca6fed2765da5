package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;

/**
 * The empirical likelihood interval of importance sampling (Owen 1988; for policies Karampatziakis, Langford and Mineiro 2020):
 * all values V for which the likelihood ratio max Σ ln(G pᵢ) under Σ pᵢ (wᵢ − 1) = 0 and Σ pᵢ (wᵢ rᵢ − V) = 0 is not improbable.
 * Its shape follows the data's skewness, it stays within what the log can explain. One pseudo-observation, −max(1, ½ ln G)
 * times the mean, keeps both constraints satisfiable (Chen, Variyath and Abraham 2008).
 */
public final class EmpiricalLikelihood {
    private static final int HALVINGS = 60;

    private EmpiricalLikelihood() {}

    /**
     * The interval.
     *
     * @param sums of SNIPS: its normalised part is Σ w r
     */
    public static Interval of(GroupSums sums, double level) {
        Interval start = CressieRead.of(sums, level);
        if (!(start.width() > 0 && start.width() < Double.POSITIVE_INFINITY)) {
            return start;
        }
        LikelihoodRatio ratio = new LikelihoodRatio(sums);
        double t = Student.quantile(0.5 + level / 2, sums.groups() - 1);
        double limit = ratio.least() + t * t;
        double centre = (start.lower() + start.upper()) / 2;
        return new Interval(
                end(ratio, centre, -start.width() / 2, limit), end(ratio, centre, start.width() / 2, limit), level);
    }

    /** Where −2 ln ratio crosses the limit, going out from the centre. */
    private static double end(LikelihoodRatio ratio, double centre, double step, double limit) {
        double inside = 0;
        double outside = 1;
        while (outside < 1024 && ratio.statistic(centre + outside * step) < limit) {
            inside = outside;
            outside *= 2;
        }
        for (int i = 0; i < HALVINGS && outside - inside > 1e-10 * outside; i++) {
            double middle = (inside + outside) / 2;
            if (ratio.statistic(centre + middle * step) < limit) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return centre + outside * step;
    }
}
