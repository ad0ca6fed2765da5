package dev.weir.rl.replay;

import dev.weir.rl.network.StatePart;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A replay that may be larger than memory: packed blocks, read where the state is saved. Its pages are those of a {@link
 * TransitionRing} of the same capacity; chains are not followed. Confined to one thread.
 */
public final class ClusteredRing implements TransitionStore {
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final RowLayout layout;
    private final int capacity;
    private final BlocksInStore blocks;
    private final ClusteredSampling sampling;

    /**
     * An empty one.
     *
     * @param capacity transitions kept
     * @param width    of an encoded state
     * @param actions  declared
     */
    public ClusteredRing(int capacity, int width, int actions) {
        this.layout = new RowLayout(width, actions);
        this.capacity = capacity;
        this.blocks = new BlocksInStore(layout, capacity);
        this.sampling = new ClusteredSampling(layout, blocks::read);
    }

    /** How its transitions lie. */
    public RowLayout layout() {
        return layout;
    }

    /** Draws a minibatch: a pure function of (seed, step) and what there is. */
    public void sample(long seed, long step, ClusteredBatch into) {
        sampling.sample(seed, step, size(), into);
    }

    @Override
    public int append(
            float[] states,
            int action,
            float reward,
            float discount,
            float propensity,
            long unit,
            long step,
            long[] allowed) {
        int slot = (int) (blocks.appended() % capacity);
        byte[] page = blocks.add(slot / layout.perPage());
        int row = slot % layout.perPage();
        int at = row * layout.floats() * Float.BYTES;
        for (int i = 0; i < 2 * layout.width(); i++) {
            FLOAT.set(page, at + i * Float.BYTES, states[i]);
        }
        FLOAT.set(page, at + layout.action() * Float.BYTES, (float) action);
        FLOAT.set(page, at + layout.reward() * Float.BYTES, reward);
        FLOAT.set(page, at + layout.discount() * Float.BYTES, discount);
        FLOAT.set(page, at + layout.propensity() * Float.BYTES, propensity);
        int longs = layout.perPage() * layout.floats() * Float.BYTES + row * layout.longs() * Long.BYTES;
        LONG.set(page, longs, unit);
        LONG.set(page, longs + Long.BYTES, step);
        for (int w = 0; w < 2 * layout.words(); w++) {
            LONG.set(page, longs + (2 + w) * Long.BYTES, allowed[w]);
        }
        return slot;
    }

    @Override
    public int size() {
        return blocks.size();
    }

    @Override
    public long appended() {
        return blocks.appended();
    }

    /** Blocks that lie in memory now. */
    public int held() {
        return blocks.held();
    }

    @Override
    public StatePart pages() {
        return blocks;
    }
}
