package dev.weir.rl.learn;

import dev.weir.rl.decision.Situation;
import org.jspecify.annotations.Nullable;

/**
 * One transition (s, a, π_b(a|s), r, γ, s') as learners see it.
 *
 * @param action     index into the declared actions, or into the situation's candidates
 * @param propensity of the action under the policy that chose it, in (0, 1]
 * @param reward     in the problem's reward unit; finite
 * @param discount   γ, or 0 where s' is terminal (always 0 for a bandit)
 * @param next       s', or null where it is terminal or unknown
 */
public record Experience(
        Situation situation,
        int action,
        double propensity,
        double reward,
        double discount,
        @Nullable Situation next) {}
