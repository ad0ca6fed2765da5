package dev.weir.evaluation.estimator;

/**
 * Doubly robust with optimistic shrinkage, V̂ = 1/n Σ [v̂ᵢ + λ wᵢ / (wᵢ² + λ) (rᵢ − q̂ᵢ)] (Su et al. 2020). λ → 0 is the direct
 * method, λ → ∞ doubly robust.
 *
 * @param limit λ, above 0
 */
public record OptimisticDr(double limit) implements Estimator {
    public OptimisticDr {
        Limit.check("limit", limit);
    }

    @Override
    public String name() {
        return "dros(" + Limit.text(limit) + ")";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue + weight / (weight * weight / limit + 1) * (reward - loggedValue);
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
