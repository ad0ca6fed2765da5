package dev.weir.learner.learn;

import dev.weir.learner.publish.Sha256;
import dev.weir.rl.learn.PagedState;
import java.util.Arrays;
import java.util.BitSet;

/**
 * SHA-256 over the SHA-256 of each page of a learner's state, so that a version of a learner with a large replay costs what
 * changed since the version before, not what there is. Confined to one thread.
 */
final class StateHash {
    private byte[][] hashes = {};
    /** Pages that were saved, and so count as clean, and have changed since their hash was taken. */
    private final BitSet stale = new BitSet();

    /** Hears of it before all pages are taken for clean. */
    void beforeClean(PagedState state) {
        for (int i = 0; i < state.pages(); i++) {
            if (state.dirty(i)) {
                stale.set(i);
            }
        }
    }

    /** Forgets everything: another state begins. */
    void reset() {
        hashes = new byte[0][];
        stale.clear();
    }

    /** Of the state as it is now, 64 hex digits. */
    String of(PagedState state) {
        int pages = state.pages();
        int known = Math.min(pages, hashes.length);
        hashes = Arrays.copyOf(hashes, pages);
        for (int i = 0; i < pages; i++) {
            if (i >= known || stale.get(i) || state.dirty(i)) {
                hashes[i] = Sha256.digest(state.page(i));
            }
        }
        stale.clear();
        return Sha256.of(hashes);
    }
}
