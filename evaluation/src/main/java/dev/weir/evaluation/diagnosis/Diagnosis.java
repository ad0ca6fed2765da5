package dev.weir.evaluation.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * What a log is worth for evaluating one policy, row by row in constant memory. Rows in the order of the log; confined to one
 * thread.
 */
public final class Diagnosis {
    private final Weights weights = new Weights();
    private final Actions actions;
    private final ModelFit fit = new ModelFit();
    private final Drift drift;
    private final Rewards rewards = new Rewards();

    /** No rows yet. */
    public Diagnosis(int actions) {
        this.actions = new Actions(actions);
        this.drift = new Drift(actions);
    }

    /**
     * Adds the next row, which an evaluation has found valid.
     *
     * @param policy π(·|x) at {@code from …}
     */
    public void add(int action, double propensity, double reward, double[] policy, int from) {
        weights.add(policy[from + action] / propensity);
        actions.add(action, propensity, policy, from);
        drift.add(action, propensity, reward);
        rewards.add(policy[from + action] / propensity, reward);
    }

    /** Adds what a reward model says of a row that it has not seen. */
    public void addModelled(double reward, double modelled) {
        fit.add(reward, modelled);
    }

    /** The weights. */
    public Weights weights() {
        return weights;
    }

    /** The actions. */
    public Actions actions() {
        return actions;
    }

    /** The reward model's fit. */
    public ModelFit fit() {
        return fit;
    }

    /** The halves of the log. */
    public Drift drift() {
        return drift;
    }

    /** Whether to believe estimates from this log, and why not. */
    public Verdict verdict() {
        List<Finding> findings = new ArrayList<>();
        weights.judge(findings);
        actions.judge(findings);
        fit.judge(findings);
        drift.judge(findings);
        rewards.judge(findings);
        return new Verdict(findings);
    }
}
