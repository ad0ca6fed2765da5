package dev.weir.evaluation.estimator;

/**
 * Doubly robust that leaves rows of great weight to the model, V̂ = 1/n Σ [v̂ᵢ + 1{wᵢ ≤ λ} wᵢ (rᵢ − q̂ᵢ)] (Wang, Agarwal and Dudík
 * 2017).
 *
 * @param limit λ, above 0
 */
public record SwitchDr(double limit) implements Estimator {
    public SwitchDr {
        Limit.check("limit", limit);
    }

    @Override
    public String name() {
        return "switch-dr(" + Limit.text(limit) + ")";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return weight <= limit ? policyValue + weight * (reward - loggedValue) : policyValue;
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
