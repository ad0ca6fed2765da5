package dev.weir.systemtests.network;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.replay.Priorities;
import dev.weir.rl.replay.TransitionRing;
import dev.weir.rl.replay.UniformSampling;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Samples of a replay of 1,000,000 transitions × 256 bytes into batches in hand: every number is copied. */
@State(Scope.Thread)
public class ReplayBenchmark {
    static final int TRANSITIONS = 1_000_000;
    static final int WIDTH = 30; // two states, four more numbers: 256 bytes; unit, step and masks come on top
    static final int ACTIONS = 4;
    private static final int BATCH = 256;

    private final int[] slots = new int[BATCH];
    private final float[] states = new float[BATCH * WIDTH];
    private final float[] nexts = new float[BATCH * WIDTH];
    private final float[] rewards = new float[BATCH];
    private final float[] discounts = new float[BATCH];
    private final int[] actions = new int[BATCH];
    private TransitionRing ring;
    private Priorities priorities;
    private long step;

    static TransitionRing filled() {
        TransitionRing ring = new TransitionRing(TRANSITIONS, WIDTH, ACTIONS);
        float[] states = new float[2 * WIDTH];
        long[] masks = {15, 15};
        for (int i = 0; i < TRANSITIONS; i++) {
            Arrays.fill(states, i);
            ring.append(states, i % ACTIONS, i, 0.9f, 0.25f, i % 1000, i / 1000, masks);
        }
        return ring;
    }

    @Setup
    public void prepare() {
        ring = filled();
        priorities = new Priorities(TRANSITIONS);
        for (int i = 0; i < TRANSITIONS; i++) {
            priorities.set(i, (float) CounterRandom.uniform(1, 0, i) + 0.01f);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float uniform() {
        UniformSampling.sample(1, step++, TRANSITIONS, slots);
        return gather();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float prioritised() {
        priorities.sample(1, step++, slots);
        return gather();
    }

    /** As training does it: each draw's priority is set again. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float prioritisedAndSetAgain() {
        priorities.sample(1, step++, slots);
        for (int slot : slots) {
            priorities.set(slot, (slot * 31L + step) % 1000 * 1e-3f + 0.01f);
        }
        return gather();
    }

    private float gather() {
        float near = ring.approach(slots);
        for (int i = 0; i < BATCH; i++) {
            int slot = slots[i];
            float[] row = ring.row(slot);
            int at = ring.rowAt(slot);
            System.arraycopy(row, at, states, i * WIDTH, WIDTH);
            System.arraycopy(row, at + WIDTH, nexts, i * WIDTH, WIDTH);
            actions[i] = ring.action(slot);
            rewards[i] = ring.reward(slot);
            discounts[i] = ring.discount(slot);
        }
        return near * 1e-30f + states[0] + nexts[0] + rewards[0] + actions[0] + discounts[0];
    }
}
