package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;

/**
 * Sequential doubly robust, V̂ = 1/N Σₙ Σₜ γᵗ [ρ₀:ₜ₋₁ V(sₜ) + ρ₀:ₜ (rₜ − Q(sₜ, aₜ))] (Jiang and Li 2016). Without a model it is
 * per-decision importance sampling, 1/N Σₙ Σₜ γᵗ ρ₀:ₜ rₜ (Precup, Sutton and Singh 2000), and is called so.
 *
 * @param modelled whether the model's values are used
 */
public record SequentialDr(boolean modelled) implements EpisodeEstimator {
    @Override
    public String name() {
        return modelled ? "dr" : "pdis";
    }

    @Override
    public GroupSums sums(EpisodeLog log, StepValues values) {
        double[] cumulative = log.cumulativeWeights();
        double[] terms = new double[log.episodes()];
        for (int n = 0; n < terms.length; n++) {
            double discount = 1;
            double before = 1;
            for (int i = log.start()[n]; i < log.start()[n + 1]; i++) {
                terms[n] += discount
                        * (modelled
                                ? before * values.policy()[i] + cumulative[i] * (log.reward()[i] - values.logged()[i])
                                : cumulative[i] * log.reward()[i]);
                before = cumulative[i];
                discount *= log.discount();
            }
        }
        return EpisodeSums.mean(name(), terms);
    }
}
