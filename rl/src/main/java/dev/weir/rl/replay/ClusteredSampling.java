package dev.weir.rl.replay;

import dev.weir.rl.random.CounterRandom;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples a replay that is larger than memory from its packed blocks, the pages of a {@code TransitionRing} as they stand
 * in the store: some random blocks, and of each several random transitions. Each transition is as likely as any other, but
 * those of one minibatch are not independent. A pure function of (seed, step, size). Confined to one thread.
 */
public final class ClusteredSampling {
    /** Transitions of one block in a minibatch, unless it is smaller: reading a block costs as much as sixteen of these. */
    public static final int CLUSTER = 16;

    private static final long BLOCKS = 0x636c7573746572L; // "cluster"
    private static final long ROWS = 0x726f77L; // "row"
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final RowLayout layout;
    private final IntFunction<byte @Nullable []> blocks;

    /**
     * A view of packed blocks.
     *
     * @param blocks block i, of exactly its rows (all but the last are full) or with room for all
     */
    public ClusteredSampling(RowLayout layout, IntFunction<byte @Nullable []> blocks) {
        this.layout = layout;
        this.blocks = blocks;
    }

    /**
     * Fills a batch.
     *
     * @param size transitions in all blocks
     * @throws IllegalStateException if a block is missing or cut
     */
    public void sample(long seed, long step, int size, ClusteredBatch into) {
        int perBlock = layout.perPage();
        int n = into.size();
        int clusters = (n + CLUSTER - 1) / CLUSTER;
        for (int c = 0; c < clusters; c++) { // a block by one of its transitions: small ones are drawn less often
            int slot = below(size, CounterRandom.bits(seed, BLOCKS, step * clusters + c));
            int block = slot / perBlock;
            int rows = Math.min(perBlock, size - block * perBlock);
            byte[] page = page(block, rows);
            int room = page.length / layout.bytes();
            for (int i = c * CLUSTER; i < Math.min(n, (c + 1) * CLUSTER); i++) {
                int row = below(rows, CounterRandom.bits(seed, ROWS, step * n + i));
                take(page, row, room, block * perBlock + row, into, i);
            }
        }
    }

    private static int below(int bound, long bits) {
        return (int) ((bits >>> 33) * bound >>> 31);
    }

    private byte[] page(int block, int rows) {
        byte[] page = blocks.apply(block);
        if (page == null || page.length != rows * layout.bytes() && page.length != layout.perPage() * layout.bytes()) {
            throw new IllegalStateException("block " + block + " of the replay must have " + rows * layout.bytes()
                    + " bytes, had " + (page == null ? "none" : Integer.toString(page.length)));
        }
        return page;
    }

    private void take(byte[] page, int row, int room, int slot, ClusteredBatch into, int i) {
        int width = layout.width();
        int at = row * layout.floats() * Float.BYTES;
        copy(page, at, into.states(), i * width, width);
        copy(page, at + width * Float.BYTES, into.nexts(), i * width, width);
        into.slots()[i] = slot;
        into.actions()[i] = (int) number(page, at, layout.action());
        into.rewards()[i] = number(page, at, layout.reward());
        into.discounts()[i] = number(page, at, layout.discount());
        into.propensities()[i] = number(page, at, layout.propensity());
        int longs = room * layout.floats() * Float.BYTES + row * layout.longs() * Long.BYTES;
        int words = layout.words();
        for (int w = 0; w < words; w++) {
            into.allowedNext()[i * words + w] = (long) LONG.get(page, longs + (2 + words + w) * Long.BYTES);
        }
    }

    private static float number(byte[] page, int at, int place) {
        return (float) FLOAT.get(page, at + place * Float.BYTES);
    }

    private static void copy(byte[] from, int at, float[] to, int start, int count) {
        for (int k = 0; k < count; k++) {
            to[start + k] = (float) FLOAT.get(from, at + k * Float.BYTES);
        }
    }
}
