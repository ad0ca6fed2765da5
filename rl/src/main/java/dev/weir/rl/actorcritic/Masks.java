package dev.weir.rl.actorcritic;

import dev.weir.rl.replay.TransitionRing;

/** Masks of actions in a replay, as lists. */
final class Masks {
    private Masks() {}

    /** Ascending declared actions that are allowed in a slot's s, or s'. */
    static int[] allowed(TransitionRing ring, int slot, boolean next) {
        int n = 0;
        for (int w = 0; w < ring.words(); w++) {
            n += Long.bitCount(word(ring, slot, w, next));
        }
        int[] allowed = new int[n];
        n = 0;
        for (int w = 0; w < ring.words(); w++) {
            for (long bits = word(ring, slot, w, next); bits != 0; bits &= bits - 1) {
                allowed[n++] = (w << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return allowed;
    }

    private static long word(TransitionRing ring, int slot, int word, boolean next) {
        return next ? ring.allowedNext(slot, word) : ring.allowed(slot, word);
    }
}
