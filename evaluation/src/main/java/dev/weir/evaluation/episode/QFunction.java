package dev.weir.evaluation.episode;

/** A model of action values that is fitted again and again to the same rows with other targets. Confined to one thread. */
public interface QFunction {
    /**
     * Fits Q(sₜ, aₜ) to the targets; rows whose target is NaN are left out.
     *
     * @param targets [rows]
     */
    void fit(double[] targets);

    /** Q(sₜ, ·) of a row into {@code values}. */
    void at(int row, double[] values);

    /** Q(sₜ₊₁, ·) of a row into {@code values}. */
    void next(int row, double[] values);
}
