package dev.weir.rl.learn;

import dev.weir.rl.decision.Situation;
import org.jspecify.annotations.Nullable;

/**
 * One transition (s, a, π_b(a|s), r, γ, s') as learners see it. It continues the one before it of the same unit if that
 * one's step is one less and its s' is known and not terminal; then that s' is this s.
 *
 * @param action     index into the declared actions, or into the situation's candidates
 * @param propensity of the action under the policy that chose it, in (0, 1]
 * @param reward     in the problem's reward unit; finite
 * @param discount   γ, or 0 where s' is terminal (always 0 for a bandit); a truncated episode keeps its γ
 * @param next       s', or null where it is terminal or unknown: with a discount above 0 and no s' nothing can be
 *                   bootstrapped from this transition, and its chain ends
 * @param unit       hash of who was decided for
 * @param step       the caller's step number within the unit; 0 for a bandit
 */
public record Experience(
        Situation situation,
        int action,
        double propensity,
        double reward,
        double discount,
        @Nullable Situation next,
        long unit,
        long step) {
    /** One decision of a bandit: nothing follows. */
    public static Experience ofBandit(Situation situation, int action, double propensity, double reward) {
        return new Experience(situation, action, propensity, reward, 0, null, 0, 0);
    }
}
