package dev.weir.evaluation.episode;

/**
 * What a Q model says of each logged step, the steps that are left counted in.
 *
 * @param logged [rows] Q(sₜ, aₜ)
 * @param policy [rows] V(sₜ) = Σₐ π(a|sₜ) Q(sₜ, a)
 */
public record StepValues(double[] logged, double[] policy) {
    /** No model: zeros, with which doubly robust is per-decision importance sampling. */
    public static StepValues none(EpisodeLog log) {
        return new StepValues(new double[log.rows()], new double[log.rows()]);
    }
}
