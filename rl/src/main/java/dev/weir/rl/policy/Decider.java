package dev.weir.rl.policy;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Policy.Judgement;
import dev.weir.rl.random.CounterRandom;

/** Draws the action from a policy's pmf: the same policy, situation and seed give the same action and the same bits. */
public final class Decider {
    private static final long STREAM = 0x64656369646572L; // "decider"

    private Decider() {}

    /**
     * What was chosen.
     *
     * @param action     index into the declared actions (or candidates)
     * @param propensity its probability, in (0, 1]
     * @param judgement  pmf and values over the allowed actions
     */
    public record Choice(int action, double propensity, Judgement judgement) {}

    /** Decides; the situation must allow at least one action. */
    public static Choice decide(Policy policy, DecisionProblem problem, Situation situation, long seed) {
        Judgement judgement = policy.judge(situation);
        int i = draw(judgement.pmf(), CounterRandom.uniform(seed, STREAM, 0));
        return new Choice(problem.actionIndex(situation, i), judgement.pmf()[i], judgement);
    }

    /** Inverse of the cumulative distribution at u in [0, 1); never an action of probability 0. */
    static int draw(double[] pmf, double u) {
        double cumulated = 0;
        int last = -1;
        for (int i = 0; i < pmf.length; i++) {
            if (pmf[i] > 0) {
                cumulated += pmf[i];
                last = i;
                if (u < cumulated) {
                    return i;
                }
            }
        }
        if (last < 0) {
            throw new IllegalArgumentException("pmf must have a positive entry, had none of " + pmf.length);
        }
        return last; // rounding left the sum a little below u
    }
}
