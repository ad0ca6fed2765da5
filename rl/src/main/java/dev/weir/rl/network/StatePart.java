package dev.weir.rl.network;

import dev.weir.rl.learn.PagedState;
import dev.weir.rl.learn.SavedPages;

/** A part of a learner's state that can be asked whether pages fit before anything is changed. */
public interface StatePart extends PagedState {
    /**
     * Checks pages.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    void validate(SavedPages pages);

    /** Replaces the state by pages that {@link #validate} found good. */
    void take(SavedPages pages);

    @Override
    default void restore(SavedPages pages) {
        validate(pages);
        take(pages);
    }
}
