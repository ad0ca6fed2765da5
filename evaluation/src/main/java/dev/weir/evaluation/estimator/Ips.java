package dev.weir.evaluation.estimator;

/**
 * Inverse propensity scoring, V̂ = 1/n Σ wᵢ rᵢ (Horvitz and Thompson 1952; for policies Strehl et al. 2010). Unbiased where
 * the log supports the policy; its variance grows with Σ wᵢ².
 */
public record Ips() implements Estimator {
    @Override
    public String name() {
        return "ips";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return weight * reward;
    }

    @Override
    public boolean needsValues() {
        return false;
    }
}
