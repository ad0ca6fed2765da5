package dev.weir.evaluation.estimator;

/**
 * An estimator of a policy's value that is a sum over rows: V̂ = Σᵢ averagedᵢ / n + Σᵢ normalisedᵢ / Σᵢ wᵢ. All that it sees
 * of a row are four numbers, whatever the form of the log: the importance weight wᵢ = π(aᵢ|xᵢ) / pᵢ, the reward rᵢ, the
 * modelled reward q̂ᵢ = q̂(xᵢ, aᵢ) of the logged action, and the modelled reward v̂ᵢ = Σₐ π(a|xᵢ) q̂(xᵢ, a) of the policy.
 * Without a reward model the last two are 0. Immutable.
 */
public interface Estimator {
    /** Short name, as in tables: {@code ips}, {@code switch-dr(10)}. */
    String name();

    /** The part of a row's term that is averaged over rows. */
    double averaged(double weight, double reward, double loggedValue, double policyValue);

    /** The part of a row's term that is divided by the mean weight; 0 unless {@link #selfNormalised()}. */
    default double normalised(double weight, double reward, double loggedValue, double policyValue) {
        return 0;
    }

    /** Whether {@link #normalised} is ever other than 0. */
    default boolean selfNormalised() {
        return false;
    }

    /** Whether it is of use only with a reward model. */
    boolean needsValues();
}
