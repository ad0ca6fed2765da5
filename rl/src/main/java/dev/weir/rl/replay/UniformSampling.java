package dev.weir.rl.replay;

import dev.weir.rl.random.CounterRandom;

/** Independent uniform draws of slots: a pure function of (seed, step, size). */
public final class UniformSampling {
    private static final long STREAM = 0x756e69666f726dL; // "uniform"

    private UniformSampling() {}

    /** Fills {@code slots} with draws from 0 to size − 1. */
    public static void sample(long seed, long step, int size, int[] slots) {
        int n = slots.length;
        for (int i = 0; i < n; i++) {
            long bits = CounterRandom.bits(seed, STREAM, step * n + i);
            slots[i] = (int) ((bits >>> 33) * size >>> 31); // 31 random bits times size: bias below size / 2³¹
        }
    }
}
