package dev.weir.rl.replay;

/**
 * Transitions side by side, used again at each step; states are raw.
 *
 * @param slots       [B] where each lies in the ring
 * @param states      [B × width] s
 * @param nexts       [B × width] s', 0 where terminal
 * @param actions     [B]
 * @param rewards     [B]
 * @param discounts   [B] 0 where terminal
 * @param propensities [B]
 * @param allowedNext [B × words] bits of the actions allowed in s'
 */
public record ClusteredBatch(
        int[] slots,
        float[] states,
        float[] nexts,
        int[] actions,
        float[] rewards,
        float[] discounts,
        float[] propensities,
        long[] allowedNext) {
    /** Room for so many. */
    public static ClusteredBatch of(RowLayout layout, int size) {
        return new ClusteredBatch(
                new int[size],
                new float[size * layout.width()],
                new float[size * layout.width()],
                new int[size],
                new float[size],
                new float[size],
                new float[size],
                new long[size * layout.words()]);
    }

    /** Transitions. */
    public int size() {
        return slots.length;
    }
}
