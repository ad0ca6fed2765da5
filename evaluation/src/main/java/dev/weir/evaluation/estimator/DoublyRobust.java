package dev.weir.evaluation.estimator;

/**
 * Doubly robust, V̂ = 1/n Σ [v̂ᵢ + wᵢ (rᵢ − q̂ᵢ)] (Dudík, Langford and Li 2011). Right if either the propensities or the reward
 * model are right; with exact propensities it is unbiased, and the better the model the less it varies. Fitted with
 * {@code mrdr} weights (Farajtabar, Chow and Ghavamzadeh 2018) this formula is MRDR.
 */
public record DoublyRobust() implements Estimator {
    @Override
    public String name() {
        return "dr";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue + weight * (reward - loggedValue);
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
