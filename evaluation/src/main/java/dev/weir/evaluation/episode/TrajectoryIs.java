package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;

/**
 * Importance sampling of whole trajectories, V̂ = 1/N Σₙ ρ₀:ₜ Gₙ, or with {@code weighted} Σₙ ρ Gₙ / Σₙ ρ (Precup, Sutton and
 * Singh 2000). Its variance grows exponentially with the length of episodes.
 *
 * @param weighted whether it is self-normalised
 */
public record TrajectoryIs(boolean weighted) implements EpisodeEstimator {
    @Override
    public String name() {
        return weighted ? "wis" : "is";
    }

    @Override
    public GroupSums sums(EpisodeLog log, StepValues values) {
        double[] cumulative = log.cumulativeWeights();
        double[] weights = new double[log.episodes()];
        double[] terms = new double[log.episodes()];
        for (int n = 0; n < terms.length; n++) {
            double discount = 1;
            double returned = 0;
            for (int i = log.start()[n]; i < log.start()[n + 1]; i++) {
                returned += discount * log.reward()[i];
                discount *= log.discount();
            }
            weights[n] = cumulative[log.start()[n + 1] - 1];
            terms[n] = weights[n] * returned;
        }
        return weighted ? EpisodeSums.ratio(name(), weights, terms) : EpisodeSums.mean(name(), terms);
    }
}
