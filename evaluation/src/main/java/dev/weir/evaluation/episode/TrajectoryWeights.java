package dev.weir.evaluation.episode;

/**
 * What products of weights leave of logged episodes.
 *
 * @param last      [episodes] ρ of each whole episode
 * @param effective (Σ ρ)² / Σ ρ² of these: so many episodes of the policy's own would say as much to trajectory IS
 * @param byStep    Σₜ γᵗ Eₜ / Σₜ γᵗ, Eₜ the same of ρ₀:ₜ: about what is left to estimators that weigh each step by what was
 *                  before it
 */
public record TrajectoryWeights(double[] last, double effective, double byStep) {
    /** Those of a log. */
    public static TrajectoryWeights of(EpisodeLog log) {
        double[] cumulative = log.cumulativeWeights();
        int horizon = log.horizon();
        double[] sums = new double[horizon];
        double[] squares = new double[horizon];
        double[] last = new double[log.episodes()];
        for (int n = 0; n < last.length; n++) {
            int from = log.start()[n];
            int length = log.start()[n + 1] - from;
            for (int t = 0; t < horizon; t++) {
                double weight = cumulative[from + Math.min(t, length - 1)];
                sums[t] += weight;
                squares[t] += weight * weight;
            }
            last[n] = cumulative[from + length - 1];
        }
        double discount = 1;
        double all = 0;
        double effective = 0;
        for (int t = 0; t < horizon; t++) {
            all += discount;
            effective += squares[t] > 0 ? discount * sums[t] * sums[t] / squares[t] : 0;
            discount *= log.discount();
        }
        double whole = squares[horizon - 1];
        return new TrajectoryWeights(
                last, whole > 0 ? sums[horizon - 1] * sums[horizon - 1] / whole : 0, effective / all);
    }
}
