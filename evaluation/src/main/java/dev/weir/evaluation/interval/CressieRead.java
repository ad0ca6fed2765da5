package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;

/**
 * The distributionally robust interval of importance sampling: the least and the greatest Σ pᵢ wᵢ rᵢ over distributions p near
 * the log's by the Cressie–Read divergence of power −2 under which the mean weight is 1 (Karampatziakis, Langford and Mineiro
 * 2020, with the Euclidean member of the family). It has a closed form: importance sampling with the weight as control
 * variate, V̂ = IPS − β (w̄ − 1), and V̂ ± t s / √G of its residuals. Adding a constant to all rewards moves it by that constant.
 */
public final class CressieRead {
    private CressieRead() {}

    /**
     * The interval.
     *
     * @param sums of SNIPS (or SNDR, whose averaged part is then held fixed): its normalised part is Σ w r
     */
    public static Interval of(GroupSums sums, double level) {
        Interval.checkLevel(level);
        int groups = sums.groups();
        if (groups < 3) {
            return Interval.everything(level);
        }
        double perGroup = sums.rows() / groups;
        double plain = 0;
        for (int g = 0; g < groups; g++) {
            plain += (sums.averaged(g) + sums.normalised(g)) / sums.rows();
        }
        double offset = sums.meanWeight() - 1;
        double variance = 0;
        double covariance = 0;
        double square = 0;
        for (int g = 0; g < groups; g++) {
            double d = (sums.weights(g) - sums.rows(g)) / perGroup - offset;
            double e = (sums.averaged(g) + sums.normalised(g) - plain * sums.rows(g)) / perGroup;
            variance += d * d;
            covariance += d * e;
            square += e * e;
        }
        double beta = variance > 0 ? covariance / variance : 0;
        double residual = Math.max(0, square - beta * covariance) / (groups - 1);
        double value = plain - beta * offset;
        double half = Student.quantile(0.5 + level / 2, groups - 1) * Math.sqrt(residual / groups);
        return new Interval(value - half, value + half, level);
    }
}
