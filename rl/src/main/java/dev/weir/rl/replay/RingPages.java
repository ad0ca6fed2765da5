package dev.weir.rl.replay;

import dev.weir.rl.network.StatePart;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * A {@link TransitionRing} as pages: first the count of all that were appended, then blocks of transitions, as many as are
 * in use. An append dirties the first page and one block. Chains are not stored: they follow from units and steps.
 */
final class RingPages implements StatePart {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    /** Where all of these bits are set, a float is infinite or no number. */
    private static final int EXPONENT = 0x7f800000;

    private final TransitionRing ring;
    private final int perPage;
    private final BitSet dirty = new BitSet();
    private boolean counted = true;

    RingPages(TransitionRing ring) {
        this.ring = ring;
        this.perPage = ring.layout.perPage();
    }

    void touch(int slot) {
        counted = true;
        dirty.set(slot / perPage);
    }

    @Override
    public int pages() {
        return 1 + blocks(ring.size());
    }

    private int blocks(int size) {
        return (size + perPage - 1) / perPage;
    }

    @Override
    public boolean dirty(int index) {
        return index == 0 ? counted : dirty.get(index - 1);
    }

    @Override
    public void markClean() {
        counted = false;
        dirty.clear();
    }

    private int rows(int block, int size) {
        return Math.min(perPage, size - block * perPage);
    }

    @Override
    public byte[] page(int index) {
        if (index == 0) {
            return ByteBuffer.allocate(Long.BYTES).putLong(ring.appended()).array();
        }
        int first = (index - 1) * perPage;
        int rows = rows(index - 1, ring.size());
        ByteBuffer page = ByteBuffer.allocate(rows * ring.layout.bytes());
        int floats = rows * ring.layout.floats();
        page.asFloatBuffer().put(ring.row(first), ring.rowAt(first), floats);
        page.position(floats * Float.BYTES);
        page.asLongBuffer().put(ring.longs(first), ring.longsAt(first), rows * ring.layout.longs());
        return page.array();
    }

    @Override
    public void validate(byte[][] pages) {
        if (pages.length == 0 || pages[0].length != Long.BYTES) {
            throw new IllegalArgumentException("replay must begin with a page of 8 bytes");
        }
        long appended = ByteBuffer.wrap(pages[0]).getLong();
        if (appended < 0) {
            throw new IllegalArgumentException("transitions of the replay must not be negative, were " + appended);
        }
        int size = (int) Math.min(appended, ring.capacity);
        if (pages.length != 1 + blocks(size)) {
            throw new IllegalArgumentException("replay of " + size + " transitions must have " + (1 + blocks(size))
                    + " pages, had " + pages.length);
        }
        for (int block = 0; block < pages.length - 1; block++) {
            validate(block, pages[block + 1], rows(block, size));
        }
    }

    private void validate(int block, byte[] page, int rows) {
        RowLayout layout = ring.layout;
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

    @Override
    public void restore(byte[][] pages) {
        validate(pages);
        ring.restart(ByteBuffer.wrap(pages[0]).getLong());
        for (int block = 0; block < pages.length - 1; block++) {
            int first = block * perPage;
            int rows = rows(block, ring.size());
            ByteBuffer page = ByteBuffer.wrap(pages[block + 1]);
            int floats = rows * ring.layout.floats();
            page.asFloatBuffer().get(ring.row(first), ring.rowAt(first), floats);
            page.position(floats * Float.BYTES);
            page.asLongBuffer().get(ring.longs(first), ring.longsAt(first), rows * ring.layout.longs());
        }
        int size = ring.size();
        int oldest = (int) ((ring.appended() - size) % ring.capacity);
        for (int i = 0; i < size; i++) {
            ring.link((oldest + i) % size);
        }
        markClean();
    }
}
