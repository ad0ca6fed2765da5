package dev.weir.evaluation.estimator;

/**
 * Self-normalised doubly robust, V̂ = 1/n Σ v̂ᵢ + Σ wᵢ (rᵢ − q̂ᵢ) / Σ wᵢ (Robins et al. 2007; Thomas and Brunskill 2016 for one
 * step).
 */
public record SelfNormalisedDr() implements Estimator {
    @Override
    public String name() {
        return "sndr";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue;
    }

    @Override
    public double normalised(double weight, double reward, double loggedValue, double policyValue) {
        return weight * (reward - loggedValue);
    }

    @Override
    public boolean selfNormalised() {
        return true;
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
