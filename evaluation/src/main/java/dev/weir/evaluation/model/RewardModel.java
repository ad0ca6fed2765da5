package dev.weir.evaluation.model;

/** A fitted model of the mean reward of each action in a context. Immutable. */
public interface RewardModel {
    /**
     * q̂(x, ·).
     *
     * @param contexts context at {@code from …}
     * @param values   written at {@code to …}
     */
    void values(double[] contexts, int from, double[] values, int to);
}
