package dev.weir.rl.learn;

/**
 * A learner's state as pages of at most {@link #PAGE_BYTES}, so that only what changed is written. The concatenation of
 * all pages in order is the canonical form that the state's SHA-256 is taken of.
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
    void restore(byte[][] pages);
}
