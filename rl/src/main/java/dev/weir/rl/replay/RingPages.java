package dev.weir.rl.replay;

import dev.weir.rl.learn.SavedPages;
import dev.weir.rl.network.StatePart;
import java.util.BitSet;

/**
 * A {@link TransitionRing} as pages: first the count of all that were appended, then blocks of transitions, as many as are
 * in use. An append dirties the first page and one block. Chains are not stored: they follow from units and steps.
 */
final class RingPages implements StatePart {
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
        return PackedBlock.blocks(ring.layout, size);
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
        return PackedBlock.rows(ring.layout, block, size);
    }

    @Override
    public byte[] page(int index) {
        if (index == 0) {
            return PackedBlock.count(ring.appended());
        }
        int first = (index - 1) * perPage;
        int rows = rows(index - 1, ring.size());
        return PackedBlock.pack(
                ring.layout, rows, ring.row(first), ring.rowAt(first), ring.longs(first), ring.longsAt(first));
    }

    @Override
    public void validate(SavedPages pages) {
        long appended = PackedBlock.appended(ring.layout, ring.capacity, pages);
        int size = (int) Math.min(appended, ring.capacity);
        for (int block = 0; block < blocks(size); block++) {
            PackedBlock.check(ring.layout, block, rows(block, size), pages.page(block + 1));
        }
    }

    @Override
    public void take(SavedPages pages) {
        ring.restart(PackedBlock.appended(ring.layout, ring.capacity, pages));
        for (int block = 0; block < blocks(ring.size()); block++) {
            int first = block * perPage;
            PackedBlock.unpack(
                    ring.layout,
                    rows(block, ring.size()),
                    pages.page(block + 1),
                    ring.row(first),
                    ring.rowAt(first),
                    ring.longs(first),
                    ring.longsAt(first));
        }
        int size = ring.size();
        int oldest = (int) ((ring.appended() - size) % ring.capacity);
        for (int i = 0; i < size; i++) {
            ring.link((oldest + i) % size);
        }
        markClean();
    }
}
