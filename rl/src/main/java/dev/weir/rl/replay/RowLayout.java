package dev.weir.rl.replay;

import dev.weir.rl.learn.PagedState;

/**
 * How one transition lies in memory and on a page: floats s, s', action, reward, discount, propensity; then longs unit,
 * step, bits of the actions allowed in s and in s'.
 *
 * @param width   of an encoded state
 * @param actions declared
 */
public record RowLayout(int width, int actions) {
    /** Pages are filled up to this, so that an append dirties little. */
    private static final int TARGET_BYTES = PagedState.PAGE_BYTES / 2;

    /** Refuses what does not fit on a page. */
    public RowLayout {
        int bytes = (2 * width + 4) * Float.BYTES + (2 + 2 * ((actions + 63) / 64)) * Long.BYTES;
        if (bytes > PagedState.PAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a transition must take at most " + PagedState.PAGE_BYTES + " bytes in the replay, would take "
                            + bytes + ": " + width + " features, " + actions + " actions");
        }
    }

    /** Floats of a transition. */
    public int floats() {
        return 2 * width + 4;
    }

    /** Longs of a mask of actions. */
    public int words() {
        return (actions + 63) / 64;
    }

    /** Longs of a transition. */
    public int longs() {
        return 2 + 2 * words();
    }

    /** Where the action lies among a transition's floats. */
    public int action() {
        return 2 * width;
    }

    /** Where the reward lies. */
    public int reward() {
        return 2 * width + 1;
    }

    /** Where the discount lies. */
    public int discount() {
        return 2 * width + 2;
    }

    /** Where the propensity lies. */
    public int propensity() {
        return 2 * width + 3;
    }

    /** Bytes of a transition on a page. */
    public int bytes() {
        return floats() * Float.BYTES + longs() * Long.BYTES;
    }

    /** Transitions of a full page: a power of two. */
    public int perPage() {
        return Math.max(1, Integer.highestOneBit(TARGET_BYTES / bytes()));
    }
}
