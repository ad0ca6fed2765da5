package dev.weir.rl.policy;

import dev.weir.rl.decision.Situation;
import java.util.List;

/** Maps a situation to probabilities over its allowed actions. Immutable and safe for use by many threads. */
public interface Policy {
    /**
     * Probabilities and value estimates of the allowed actions.
     *
     * @return a pmf that is exactly what acting on it realises: sums to 1 within 1e-12, every entry in [0, 1]
     */
    Judgement judge(Situation situation);

    /** Place among the allowed actions of the one it values most; the first of equals. */
    default int greedy(Situation situation) {
        double[] values = judge(situation).values();
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * What makes up the estimated value of one action, for people; in the order of the model's features, only those that
     * are present. Their amounts sum to the value up to rounding.
     *
     * @param place of the action among the allowed ones
     */
    List<Contribution> contributions(Situation situation, int place);

    /**
     * What a policy says of the allowed actions of one situation.
     *
     * @param pmf    [n] probability of doing each
     * @param values [n] estimated reward of each, in the problem's reward unit
     */
    record Judgement(double[] pmf, double[] values) {}

    /** What one feature adds to an estimate, in the problem's reward unit. */
    record Contribution(String feature, double amount) {}
}
