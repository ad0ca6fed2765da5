package dev.weir.evaluation.rollout;

import java.util.List;

/**
 * What the numbers say is to be done.
 *
 * @param step   what
 * @param reason in words, with the numbers
 * @param looks  every metric, the reward first
 */
public record Advice(Step step, String reason, List<Look> looks) {
    /** Steps, from staying to leaving. */
    public enum Step {
        /** Not enough is known yet. */
        CONTINUE,
        /** The challenger is better and no guardrail suffers. */
        PROMOTE,
        /** The challenger, or a guardrail under it, is worse. */
        ROLL_BACK,
        /** The split is not what it was to be: nothing that was measured can be believed. */
        BLOCK,
        /** All units that were allowed have come and nothing is certain. */
        INCONCLUSIVE
    }

    public Advice {
        looks = List.copyOf(looks);
    }
}
