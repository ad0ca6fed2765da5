package dev.weir.evaluation.episode;

import java.util.Arrays;

/**
 * The partial returns that MAGIC blends, by episode: g⁽ʲ⁾ = Σₜ≤ⱼ γᵗ [ωₜ rₜ − (ωₜ Q(sₜ, aₜ) − ωₜ₋₁ V(sₜ))] + γʲ⁺¹ ωⱼ V(sⱼ₊₁), each
 * times the episodes, so that the mean over episodes is the estimate.
 */
final class PartialReturns {
    private PartialReturns() {}

    /**
     * At most {@code most} + 1 of them, evenly spaced.
     *
     * @return [parts][episodes]; the first is the model alone, the last weighted doubly robust
     */
    static double[][] of(EpisodeLog log, StepValues values, double[] cumulative, int most) {
        double[] once = new double[log.episodes()];
        Arrays.fill(once, 1);
        double[] sums = TimeSums.of(log, cumulative, once);
        int horizon = sums.length - 1;
        int count = Math.min(most, horizon);
        double[][] parts = new double[count + 1][log.episodes()];
        for (int n = 0; n < log.episodes(); n++) {
            int from = log.start()[n];
            int length = log.start()[n + 1] - from;
            parts[0][n] = values.policy()[from];
            double discount = 1;
            double before = 1;
            double sum = 0;
            int part = 1;
            for (int t = 0; t < horizon; t++) {
                double weight = cumulative[from + Math.min(t, length - 1)];
                if (t < length) {
                    double error = log.reward()[from + t] - values.logged()[from + t];
                    sum += discount * WeightedDr.ratio(weight * error, sums[t + 1]);
                    sum += discount * WeightedDr.ratio(before * values.policy()[from + t], sums[t]);
                }
                discount *= log.discount();
                before = weight;
                if ((long) part * horizon <= (long) (t + 1) * count) {
                    double rest = t + 1 < length ? values.policy()[from + t + 1] : 0;
                    parts[part++][n] = log.episodes() * (sum + discount * WeightedDr.ratio(weight * rest, sums[t + 1]));
                }
            }
        }
        return parts;
    }
}
