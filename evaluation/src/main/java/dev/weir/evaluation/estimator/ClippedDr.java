package dev.weir.evaluation.estimator;

/**
 * Doubly robust with weights cut at λ, V̂ = 1/n Σ [v̂ᵢ + min(wᵢ, λ) (rᵢ − q̂ᵢ)] (pessimistic shrinkage of Su et al. 2020).
 *
 * @param limit λ, above 0
 */
public record ClippedDr(double limit) implements Estimator {
    public ClippedDr {
        Limit.check("limit", limit);
    }

    @Override
    public String name() {
        return "dr-clip(" + Limit.text(limit) + ")";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue + Math.min(weight, limit) * (reward - loggedValue);
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
