package dev.weir.rl.replay;

import dev.weir.rl.network.StatePart;

/** The last transitions, wherever they lie. Confined to one thread. */
public interface TransitionStore {
    /**
     * Appends one whose s' is known, or that is terminal; the oldest gives way if it is full.
     *
     * @param states  [2 × width] s, then s'; the latter all 0 where terminal
     * @param allowed [words of s, words of s'] bits of allowed actions
     * @return its slot
     */
    int append(
            float[] states,
            int action,
            float reward,
            float discount,
            float propensity,
            long unit,
            long step,
            long[] allowed);

    /** Transitions held. */
    int size();

    /** Transitions ever appended. */
    long appended();

    /** All of it as pages: the count of all ever appended, then packed blocks. */
    StatePart pages();
}
