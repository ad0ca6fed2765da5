package dev.weir.evaluation.estimator;

/**
 * Self-normalised inverse propensity scoring, V̂ = Σ wᵢ rᵢ / Σ wᵢ (Swaminathan and Joachims 2015). Stays within the range of
 * the rewards, does not depend on their zero point; its bias fades as 1/n.
 */
public record Snips() implements Estimator {
    @Override
    public String name() {
        return "snips";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return 0;
    }

    @Override
    public double normalised(double weight, double reward, double loggedValue, double policyValue) {
        return weight * reward;
    }

    @Override
    public boolean selfNormalised() {
        return true;
    }

    @Override
    public boolean needsValues() {
        return false;
    }
}
