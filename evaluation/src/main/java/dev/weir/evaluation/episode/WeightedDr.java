package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;
import java.util.Arrays;

/**
 * Weighted doubly robust, V̂ = Σₙ Σₜ γᵗ [ωₙ,ₜ₋₁ V(sₜ) + ωₙ,ₜ (rₜ − Q(sₜ, aₜ))] with ωₙ,ₜ = ρₙ,₀:ₜ / Σₘ ρₘ,₀:ₜ (Thomas and Brunskill
 * 2016). Without a model it is weighted per-decision importance sampling, and is called so.
 *
 * @param modelled whether the model's values are used
 */
public record WeightedDr(boolean modelled) implements EpisodeEstimator {
    @Override
    public String name() {
        return modelled ? "wdr" : "wpdis";
    }

    /** Each episode's sum is V̂ plus N times its influence: a jackknife that knows of the shared denominators. */
    @Override
    public GroupSums sums(EpisodeLog log, StepValues given) {
        StepValues values = modelled ? given : StepValues.none(log);
        double[] cumulative = log.cumulativeWeights();
        double[] once = new double[log.episodes()];
        Arrays.fill(once, 1);
        double[] sums = TimeSums.of(log, cumulative, once);
        double[] errors = new double[sums.length - 1]; // Σₙ ωₙ,ₜ (rₜ − Q)
        double[] starts = new double[sums.length - 1]; // Σₙ ωₙ,ₜ₋₁ V
        accumulate(log, values, cumulative, once, sums, errors, starts);
        double value = total(log, errors, starts);
        int episodes = log.episodes();
        double[] terms = new double[episodes];
        for (int n = 0; n < episodes; n++) {
            int from = log.start()[n];
            int length = log.start()[n + 1] - from;
            double discount = 1;
            double before = 1;
            double influence = 0;
            for (int t = 0; t < errors.length; t++) {
                boolean alive = t < length;
                double weight = cumulative[from + Math.min(t, length - 1)];
                double error = alive ? log.reward()[from + t] - values.logged()[from + t] : 0;
                double start = alive ? values.policy()[from + t] : 0;
                influence += discount * ratio(weight * (error - errors[t]), sums[t + 1]);
                influence += discount * ratio(before * (start - starts[t]), sums[t]);
                before = weight;
                discount *= log.discount();
            }
            terms[n] = value + episodes * influence;
        }
        return EpisodeSums.mean(name(), terms);
    }

    /** V̂ where episode n counts {@code counts[n]} times. */
    static double value(EpisodeLog log, StepValues values, double[] cumulative, double[] counts) {
        double[] sums = TimeSums.of(log, cumulative, counts);
        double[] errors = new double[sums.length - 1];
        double[] starts = new double[sums.length - 1];
        accumulate(log, values, cumulative, counts, sums, errors, starts);
        return total(log, errors, starts);
    }

    private static double total(EpisodeLog log, double[] errors, double[] starts) {
        double discount = 1;
        double value = 0;
        for (int t = 0; t < errors.length; t++) {
            value += discount * (errors[t] + starts[t]);
            discount *= log.discount();
        }
        return value;
    }

    private static void accumulate(
            EpisodeLog log,
            StepValues values,
            double[] cumulative,
            double[] counts,
            double[] sums,
            double[] errors,
            double[] starts) {
        for (int n = 0; n < log.episodes(); n++) {
            double before = 1;
            for (int i = log.start()[n]; i < log.start()[n + 1]; i++) {
                int t = i - log.start()[n];
                double error = log.reward()[i] - values.logged()[i];
                errors[t] += ratio(counts[n] * cumulative[i] * error, sums[t + 1]);
                starts[t] += ratio(counts[n] * before * values.policy()[i], sums[t]);
                before = cumulative[i];
            }
        }
    }

    /** 0 where no episode has weight left: the policy does nothing that the log did. */
    static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
