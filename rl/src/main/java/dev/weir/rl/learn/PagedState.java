package dev.weir.rl.learn;

/**
 * A learner's state as pages of at most {@link #PAGE_BYTES}, so that only what changed is written. All
 * pages in order are the canonical form: the state's SHA-256 is taken of the SHA-256 of each.
 */
public interface PagedState {
    /** Largest page. */
    int PAGE_BYTES = 64 * 1024;

    /** Pages now. */
    int pages();

    /** Bytes of one page; a copy. */
    byte[] page(int index);

    /** True if the page may differ from what it was at the last {@link #markClean()}. */
    boolean dirty(int index);

    /** Forgets which pages are dirty. */
    void markClean();

    /**
     * Replaces the whole state. Validates before it changes anything.
     *
     * @throws IllegalArgumentException if the pages do not fit this learner's configuration, or hold a non-finite number
     */
    void restore(SavedPages pages);

    /** The same, of pages in memory. */
    default void restore(byte[][] pages) {
        restore(SavedPages.of(pages));
    }

    /**
     * Says where pages that were saved can be read again, always as they were at the last {@link #markClean()}: a state
     * larger than memory then holds no more than what is dirty.
     */
    default void keepIn(SavedPages saved) {}
}
