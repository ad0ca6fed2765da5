package dev.weir.rl.value;

import java.util.Arrays;

/** The transitions of one training step, side by side; used again at the next. Confined to one thread. */
final class Minibatch {
    /** Of an encoded state. */
    final int width;
    /** Longs of a mask of actions. */
    final int words;
    /** [B × width] normalised s. */
    final float[] states;
    /** [B × width] normalised s' of the last reward that counts. */
    final float[] nexts;
    /** [B] a. */
    final int[] actions;
    /** [B] n-step reward in the units of {@link RewardScale}. */
    final float[] rewards;
    /** [B] discount of the value of s'; 0 where terminal. */
    final float[] discounts;
    /** [B × words] bits of the actions allowed in s'. */
    final long[] allowed;
    /** [B] importance weights. */
    final float[] weights;

    Minibatch(int batch, int width, int actions) {
        this.width = width;
        this.words = (actions + 63) / 64;
        this.states = new float[batch * width];
        this.nexts = new float[batch * width];
        this.actions = new int[batch];
        this.rewards = new float[batch];
        this.discounts = new float[batch];
        this.allowed = new long[batch * words];
        this.weights = new float[batch];
        Arrays.fill(weights, 1f);
    }
}
