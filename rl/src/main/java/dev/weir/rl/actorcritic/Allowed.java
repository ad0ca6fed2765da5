package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;

/** Declared actions that a situation allows. */
public final class Allowed {
    private Allowed() {}

    /** Ascending indices of the allowed actions; not to be changed. */
    public static int[] of(DecisionProblem problem, Situation situation) {
        int[] allowed = situation.allowed();
        if (allowed != null) {
            return allowed;
        }
        int[] all = new int[problem.actionCount(situation)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    /**
     * Place of an action among the allowed ones.
     *
     * @throws IllegalArgumentException if it is not one of them
     */
    public static int place(int[] allowed, int action) {
        for (int i = 0; i < allowed.length; i++) {
            if (allowed[i] == action) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "action must be one of the " + allowed.length + " allowed ones, was number " + action);
    }

    /**
     * Number of declared actions.
     *
     * @throws IllegalArgumentException if the problem's actions are candidates
     */
    public static int declared(String algorithm, DecisionProblem problem) {
        if (problem.actions() instanceof ActionSpace.Ids ids) {
            return ids.ids().size();
        } else if (problem.actions() instanceof ActionSpace.Quantities quantities) {
            return quantities.count();
        }
        throw new IllegalArgumentException(
                "algorithm " + algorithm + " needs declared actions (ids or quantities), was given candidates");
    }
}
