package dev.weir.evaluation.interval;

import dev.weir.evaluation.estimator.GroupSums;
import java.util.Arrays;

/**
 * The profile likelihood ratio of a value: 2 max over λ of Σ ln(1 + λ · gᵢ), gᵢ = (wᵢ − 1, wᵢ rᵢ − V), by Newton's method with
 * Owen's continuation of the logarithm below 1/n, which makes the problem concave everywhere.
 */
final class LikelihoodRatio {
    private static final int STEPS = 50;

    private final GroupSums sums;
    private final double[] first;
    private final double[] second;

    LikelihoodRatio(GroupSums sums) {
        this.sums = sums;
        this.first = new double[sums.groups() + 1];
        this.second = new double[sums.groups() + 1];
    }

    /** −2 ln of the likelihood at the value, next to that of the log itself. */
    double statistic(double value) {
        int groups = sums.groups();
        double perGroup = sums.rows() / groups;
        double mean1 = 0;
        double mean2 = 0;
        for (int g = 0; g < groups; g++) {
            first[g] = (sums.weights(g) - sums.rows(g)) / perGroup;
            second[g] = (sums.averaged(g) + sums.normalised(g) - value * sums.rows(g)) / perGroup;
            mean1 += first[g] / groups;
            mean2 += second[g] / groups;
        }
        double adjustment = Math.max(1, 0.5 * StrictMath.log(groups));
        first[groups] = -adjustment * mean1;
        second[groups] = -adjustment * mean2;
        return maximise();
    }

    /** The least {@link #statistic} of any value: what a mean weight of 1 costs alone. */
    double least() {
        statistic(0);
        Arrays.fill(second, 0);
        return maximise();
    }

    private double maximise() {
        double x = 0;
        double y = 0;
        double best = objective(0, 0);
        double floor = 1.0 / first.length;
        for (int step = 0; step < STEPS; step++) {
            double g1 = 0;
            double g2 = 0;
            double h11 = 0;
            double h12 = 0;
            double h22 = 0;
            for (int i = 0; i < first.length; i++) {
                double z = 1 + x * first[i] + y * second[i];
                double slope = z > floor ? 1 / z : (2 - z / floor) / floor;
                double bend = z > floor ? 1 / (z * z) : 1 / (floor * floor);
                g1 += slope * first[i];
                g2 += slope * second[i];
                h11 += bend * first[i] * first[i];
                h12 += bend * first[i] * second[i];
                h22 += bend * second[i] * second[i];
            }
            double nudge = 1e-12 * (h11 + h22) + 1e-300; // equal weights or values make it singular
            h11 += nudge;
            h22 += nudge;
            double determinant = h11 * h22 - h12 * h12;
            if (!(determinant > 0)) {
                break;
            }
            double dx = (h22 * g1 - h12 * g2) / determinant;
            double dy = (h11 * g2 - h12 * g1) / determinant;
            double size = 1;
            double next = objective(x + dx, y + dy);
            while (next < best && size > 1e-10) {
                size /= 2;
                next = objective(x + size * dx, y + size * dy);
            }
            x += size * dx;
            y += size * dy;
            double gain = next - best;
            best = Math.max(best, next);
            if (gain <= 1e-13 * (1 + best)) {
                break;
            }
        }
        return 2 * best;
    }

    private double objective(double x, double y) {
        double floor = 1.0 / first.length;
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            double z = 1 + x * first[i] + y * second[i];
            sum += z > floor
                    ? StrictMath.log(z)
                    : StrictMath.log(floor) - 1.5 + 2 * z / floor - z * z / (2 * floor * floor);
        }
        return sum;
    }
}
