package dev.weir.rl.policy;

import dev.weir.rl.decision.Situation;

/** Maps a situation to probabilities over its allowed actions. Immutable and safe for use by many threads. */
public interface Policy {
    /**
     * Probabilities and value estimates of the allowed actions.
     *
     * @return a pmf that is exactly what acting on it realises: sums to 1 within 1e-12, every entry in [0, 1]
     */
    Judgement judge(Situation situation);

    /**
     * What a policy says of the allowed actions of one situation.
     *
     * @param pmf    [n] probability of doing each
     * @param values [n] estimated reward of each, in the problem's reward unit
     */
    record Judgement(double[] pmf, double[] values) {}
}
