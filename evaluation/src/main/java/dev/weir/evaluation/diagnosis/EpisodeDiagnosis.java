package dev.weir.evaluation.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What logged episodes are worth for evaluating one policy. Steps in the order of the log; confined to one thread.
 */
public final class EpisodeDiagnosis {
    private final Weights weights = new Weights();
    private final Actions actions;
    private final Drift drift;
    private double unseen;
    private long steps;

    /** No steps yet. */
    public EpisodeDiagnosis(int actions) {
        this.actions = new Actions(actions);
        this.drift = new Drift(actions);
    }

    /**
     * Adds a step.
     *
     * @param policy π(·|s) at {@code from …}
     * @param unknown probability with which the policy does what no step of this state did; 0 where states are not told apart
     */
    public void addStep(int action, double propensity, double reward, double[] policy, int from, double unknown) {
        actions.add(action, propensity, policy, from);
        drift.add(action, propensity, reward);
        unseen += unknown;
        steps++;
    }

    /** Adds an episode by the product of its steps' weights. */
    public void addEpisode(double weight) {
        weights.add(weight);
    }

    /** Products of weights, an episode each. */
    public Weights weights() {
        return weights;
    }

    /**
     * Whether to believe estimates from this log. Few effective episodes speak against estimators that weigh, not against a
     * model: they call for care.
     *
     * @param promised effective episodes below which intervals of estimators that weigh are not given
     * @param modelled whether there is a model to read instead
     */
    public Verdict verdict(double promised, boolean modelled) {
        List<Finding> findings = new ArrayList<>();
        actions.judge(findings);
        drift.judge(findings);
        double effective = weights.effectiveRows();
        if (effective < promised) {
            findings.add(new Finding(
                    modelled ? Belief.WITH_CARE : Belief.DO_NOT,
                    String.format(
                            Locale.ROOT,
                            "the products of weights leave %.1f episodes' worth: estimators that weigh whole episodes promise"
                                    + " nothing",
                            effective),
                    modelled ? "read fqe, and check its model" : "take a shorter --horizon, or explore more"));
        }
        double mass = steps == 0 ? 0 : unseen / steps;
        if (mass > 1e-3) {
            findings.add(new Finding(
                    mass > 0.05 ? Belief.DO_NOT : Belief.WITH_CARE,
                    String.format(
                            Locale.ROOT,
                            "%.3g %% of the policy's decisions are actions that the log never shows in the same state; fqe takes"
                                    + " them for worth nothing",
                            100 * mass),
                    "log these actions with some probability, or take --q linear"));
        }
        return new Verdict(findings);
    }
}
