package dev.weir.evaluation.estimator;

/**
 * The direct method, V̂ = 1/n Σᵢ Σₐ π(a|xᵢ) q̂(xᵢ, a) (Beygelzimer and Langford 2009). Of little variance, and exactly as
 * wrong as its reward model: its interval does not hold the model's error.
 */
public record DirectMethod() implements Estimator {
    @Override
    public String name() {
        return "dm";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return policyValue;
    }

    @Override
    public boolean needsValues() {
        return true;
    }
}
