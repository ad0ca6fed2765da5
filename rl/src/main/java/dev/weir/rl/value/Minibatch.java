package dev.weir.rl.value;

import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.replay.NStep;
import dev.weir.rl.replay.TransitionRing;
import java.util.Arrays;

/** The transitions of one training step, side by side; used again at the next. Confined to one thread. */
final class Minibatch {
    /** [B] slots that were drawn. */
    final int[] slots;
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
    /** [B] slot whose s' it is. */
    final int[] lasts;
    /** [B] importance weights. */
    final float[] weights;

    /** Without meaning: see {@link TransitionRing#approach}. */
    float near;

    private final TransitionRing ring;
    private final NStep chain;

    Minibatch(TransitionRing ring, int steps, int batch, int width) {
        this.ring = ring;
        this.chain = new NStep(ring, steps);
        this.slots = new int[batch];
        this.states = new float[batch * width];
        this.nexts = new float[batch * width];
        this.actions = new int[batch];
        this.rewards = new float[batch];
        this.discounts = new float[batch];
        this.lasts = new int[batch];
        this.weights = new float[batch];
        Arrays.fill(weights, 1f);
    }

    /** Fetches what {@link #slots} name. */
    void gather(Normaliser normaliser, RewardScale scale) {
        int width = normaliser.mean().length;
        double offset = scale.offset();
        double factor = scale.factor();
        near = ring.approach(slots);
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i];
            chain.follow(slot);
            int last = chain.last();
            normaliser.apply(ring.row(slot), ring.rowAt(slot), states, i * width);
            normaliser.apply(ring.row(last), ring.rowAt(last) + width, nexts, i * width);
            actions[i] = ring.action(slot);
            rewards[i] = (float) ((chain.reward() - offset * chain.weight()) * factor);
            discounts[i] = (float) chain.discount();
            lasts[i] = last;
        }
    }
}
