package dev.weir.rl.network;

import dev.weir.rl.learn.PagedState;

/** A part of a learner's state that can be asked whether pages fit before anything is changed. */
public interface StatePart extends PagedState {
    /**
     * Checks pages.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    void validate(byte[][] pages);
}
