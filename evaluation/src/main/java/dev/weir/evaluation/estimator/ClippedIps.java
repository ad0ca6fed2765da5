package dev.weir.evaluation.estimator;

/**
 * Inverse propensity scoring with weights cut at λ, V̂ = 1/n Σ min(wᵢ, λ) rᵢ (Ionides 2008; Bottou et al. 2013). For rewards
 * of one sign it errs towards 0.
 *
 * @param limit λ, above 0
 */
public record ClippedIps(double limit) implements Estimator {
    public ClippedIps {
        Limit.check("limit", limit);
    }

    @Override
    public String name() {
        return "ips-clip(" + Limit.text(limit) + ")";
    }

    @Override
    public double averaged(double weight, double reward, double loggedValue, double policyValue) {
        return Math.min(weight, limit) * reward;
    }

    @Override
    public boolean needsValues() {
        return false;
    }
}
