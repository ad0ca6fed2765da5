package dev.weir.rl.replay;

import dev.weir.rl.learn.SavedPages;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A replay as pages: first the count of all transitions that were ever appended, then blocks of so many each: the floats of
 * all their rows, then the longs; all blocks are full but the last.
 */
final class PackedBlock {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    /** Where all of these bits are set, a float is infinite or no number. */
    private static final int EXPONENT = 0x7f800000;

    private PackedBlock() {}

    /** Blocks of so many transitions. */
    static int blocks(RowLayout layout, int size) {
        return (size + layout.perPage() - 1) / layout.perPage();
    }

    /** Transitions in a block where there are so many in all. */
    static int rows(RowLayout layout, int block, int size) {
        return Math.min(layout.perPage(), size - block * layout.perPage());
    }

    /** The page of a count. */
    static byte[] count(long appended) {
        return ByteBuffer.allocate(Long.BYTES).putLong(appended).array();
    }

    /**
     * Reads the page of the count.
     *
     * @throws IllegalArgumentException if it is none, or there are not as many pages as that makes
     */
    static long appended(RowLayout layout, int capacity, SavedPages pages) {
        if (pages.count() == 0 || pages.page(0).length != Long.BYTES) {
            throw new IllegalArgumentException("replay must begin with a page of 8 bytes");
        }
        long appended = ByteBuffer.wrap(pages.page(0)).getLong();
        if (appended < 0) {
            throw new IllegalArgumentException("transitions of the replay must not be negative, were " + appended);
        }
        int size = (int) Math.min(appended, capacity);
        int expected = 1 + blocks(layout, size);
        if (pages.count() != expected) {
            throw new IllegalArgumentException(
                    "replay of " + size + " transitions must have " + expected + " pages, had " + pages.count());
        }
        return appended;
    }

    /** A page of so many rows. */
    static byte[] pack(RowLayout layout, int rows, float[] floats, int floatsAt, long[] longs, int longsAt) {
        ByteBuffer page = ByteBuffer.allocate(rows * layout.bytes());
        int count = rows * layout.floats();
        page.asFloatBuffer().put(floats, floatsAt, count);
        page.position(count * Float.BYTES);
        page.asLongBuffer().put(longs, longsAt, rows * layout.longs());
        return page.array();
    }

    /** The rows of a page again. */
    static void unpack(
            RowLayout layout, int rows, byte[] bytes, float[] floats, int floatsAt, long[] longs, int longsAt) {
        ByteBuffer page = ByteBuffer.wrap(bytes);
        int count = rows * layout.floats();
        page.asFloatBuffer().get(floats, floatsAt, count);
        page.position(count * Float.BYTES);
        page.asLongBuffer().get(longs, longsAt, rows * layout.longs());
    }

    /**
     * Looks at each row of a page.
     *
     * @throws IllegalArgumentException if it has not so many, or one holds what no transition does
     */
    static void check(RowLayout layout, int block, int rows, byte[] page) {
        if (page.length != rows * layout.bytes()) {
            throw new IllegalArgumentException("block " + block + " of the replay must have " + rows * layout.bytes()
                    + " bytes, had " + page.length);
        }
        int floats = layout.floats();
        for (int r = 0; r < rows; r++) {
            int at = r * floats * Float.BYTES;
            float action = (float) FLOAT.get(page, at + layout.action() * Float.BYTES);
            float discount = (float) FLOAT.get(page, at + layout.discount() * Float.BYTES);
            if (!finite(page, at, floats)
                    || !(action >= 0 && action < layout.actions())
                    || !(discount >= 0 && discount <= 1)) {
                throw new IllegalArgumentException("block " + block + " of the replay, transition " + r
                        + " must be finite with a declared action and a discount in [0, 1], had action " + action
                        + ", discount " + discount);
            }
        }
    }

    private static boolean finite(byte[] page, int at, int floats) {
        int bad = 0;
        for (int i = 0; i < floats; i++) {
            int exponent = (int) INT.get(page, at + i * Float.BYTES) & EXPONENT;
            bad |= exponent == EXPONENT ? 1 : 0;
        }
        return bad == 0;
    }
}
