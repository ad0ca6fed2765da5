package dev.weir.evaluation.model;

/** Σ cᵢ φᵢφᵢᵀ + λI of a {@link Ridge}, factorised once, to be solved for one right side after the other. Immutable. */
public final class RidgeFactor {
    private final double[] factor;

    RidgeFactor(double[] matrix, int width) {
        this.factor = matrix;
        Cholesky.factorise(factor, width);
    }

    /**
     * θ for the moment Σ cᵢ yᵢ φᵢ.
     *
     * @param moment [width], replaced by θ
     */
    public void solve(double[] moment) {
        Cholesky.substitute(factor, moment);
    }
}
