package dev.weir.evaluation.estimator;

/**
 * Weights shrunk by a power mean, V̂ = 1/n Σ [v̂ᵢ + wᵢ / (1 − λ + λ wᵢ) (rᵢ − q̂ᵢ)] (Metelli, Russo and Restelli 2021, s = −1).
 * The shrunk weight is at most 1/λ, so the estimate concentrates as a sub-Gaussian variable. Without a reward model it is
 * sub-Gaussian IPS.
 *
 * @param shrinkage λ in [0, 1]; 0 is doubly robust
 */
public record SubGaussian(double shrinkage) implements Estimator {
    public SubGaussian {
        if (!(shrinkage >= 0 && shrinkage <= 1)) {
            throw new IllegalArgumentException("shrinkage must be in [0, 1], was " + shrinkage);
        }
    }

    @Override
    public String name() {
        return "sub-gaussian(" + Limit.text(shrinkage) + ")";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue + weight / (1 - shrinkage + shrinkage * weight) * (reward - loggedValue);
    }

    @Override
    public boolean needsValues() {
        return false;
    }
}
