package dev.weir.evaluation.drift;

/**
 * The tilt of a distribution: the θ > 0 at which E exp(θ(z − k)) = 1. A CUSUM with reference k runs at least e^{θh}
 * decisions on average before a false alarm, whatever the distribution (Lundberg's inequality; Lorden 1971); for Gaussian scores θ = 2k. Long tails on the
 * side watched lower it, and the threshold must rise by the same factor.
 */
final class Tilt {
    private static final int STEPS = 40;

    private Tilt() {}

    /**
     * The tilt of a weighted sample.
     *
     * @param scores    [n] of mean 0 about, in standard deviations
     * @param weights   [n] that sum to 1
     * @param reference k > 0
     * @param sign      1 for rises, −1 for falls
     * @return θ in (0, 2k]: what is above is cut there
     */
    static double of(double[] scores, double[] weights, double reference, int sign) {
        double high = 2 * reference;
        if (excess(scores, weights, reference, sign, high) <= 0) {
            return high;
        }
        double low = 0;
        for (int i = 0; i < STEPS && high - low > 1e-4 * high; i++) {
            double middle = (low + high) / 2;
            if (excess(scores, weights, reference, sign, middle) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.max(low, 1e-3 * reference);
    }

    private static double excess(double[] scores, double[] weights, double k, int sign, double theta) {
        double sum = -1;
        for (int i = 0; i < scores.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * StrictMath.exp(theta * (sign * scores[i] - k));
            }
        }
        return sum;
    }
}
