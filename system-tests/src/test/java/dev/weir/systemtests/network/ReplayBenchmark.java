package dev.weir.systemtests.network;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.replay.Priorities;
import dev.weir.rl.replay.TransitionRing;
import dev.weir.rl.replay.UniformSampling;
import java.util.Arrays;

/**
 * Samples of a decoded replay into a batch, in hand: every number is copied. Arguments: transitions (1000000), numbers of
 * a state (30: 256 bytes a transition), batch (256).
 */
public final class ReplayBenchmark {
    private ReplayBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int n = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int width = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        int batch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
        TransitionRing ring = new TransitionRing(n, width, 4);
        Priorities priorities = new Priorities(n);
        float[] states = new float[2 * width];
        long[] masks = {15, 15};
        long start = System.nanoTime();
        for (int i = 0; i < n; i++) {
            Arrays.fill(states, i);
            ring.append(states, i % 4, i, 0.9f, 0.25f, i % 1000, i / 1000, masks);
        }
        System.out.printf("append %.1f M/s%n", n / ((System.nanoTime() - start) / 1e3));
        for (int i = 0; i < n; i++) {
            priorities.set(i, (float) CounterRandom.uniform(1, 0, i) + 0.01f);
        }
        Batch into = new Batch(ring, width, batch);
        double uniform = Clock.perSecond(
                () -> {
                    UniformSampling.sample(1, into.step++, n, into.slots);
                    return into.gather();
                },
                2,
                0.5);
        double weighed = Clock.perSecond(
                () -> {
                    priorities.sample(1, into.step++, into.slots);
                    return into.gather();
                },
                2,
                0.5);
        double updated = Clock.perSecond(
                () -> {
                    priorities.sample(1, into.step++, into.slots);
                    for (int slot : into.slots) {
                        priorities.set(slot, (slot * 31 + into.step) % 1000 * 1e-3f + 0.01f);
                    }
                    return into.gather();
                },
                2,
                0.5);
        System.out.printf(
                "samples of %,d transitions: uniform %.1f M/s, prioritised %.1f M/s, with priorities set again %.1f M/s%n",
                n, uniform * batch / 1e6, weighed * batch / 1e6, updated * batch / 1e6);
        byte[][] pages = new byte[ring.pages().pages()][];
        Arrays.setAll(pages, ring.pages()::page);
        start = System.nanoTime();
        new TransitionRing(n, width, 4).pages().restore(pages);
        System.out.printf("restore from pages %.2f s%n", (System.nanoTime() - start) / 1e9);
        PackedReplayBenchmark.run(ring, n, width, 4, batch);
        System.exit(0);
    }

    /** A batch in hand. */
    private static final class Batch {
        private final TransitionRing ring;
        private final int width;
        final int[] slots;
        private final float[] states;
        private final float[] nexts;
        private final float[] rewards;
        private final float[] discounts;
        private final int[] actions;
        long step;

        Batch(TransitionRing ring, int width, int batch) {
            this.ring = ring;
            this.width = width;
            slots = new int[batch];
            states = new float[batch * width];
            nexts = new float[batch * width];
            rewards = new float[batch];
            discounts = new float[batch];
            actions = new int[batch];
        }

        double gather() {
            float near = ring.approach(slots);
            for (int i = 0; i < slots.length; i++) {
                int slot = slots[i];
                float[] row = ring.row(slot);
                int at = ring.rowAt(slot);
                System.arraycopy(row, at, states, i * width, width);
                System.arraycopy(row, at + width, nexts, i * width, width);
                actions[i] = ring.action(slot);
                rewards[i] = ring.reward(slot);
                discounts[i] = ring.discount(slot);
            }
            return near * 1e-30 + states[0] + rewards[0] + actions[0] + discounts[0];
        }
    }
}
