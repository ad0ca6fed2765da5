package dev.weir.rl.replay;

import dev.weir.rl.learn.SavedPages;
import dev.weir.rl.network.StatePart;
import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Packed blocks of a replay as pages of its state. Those that changed since they were saved lie here with room for all
 * their rows; the others too, until {@link #keepIn} says where saved ones can be read. Confined to one thread.
 */
final class BlocksInStore implements StatePart {
    private final RowLayout layout;
    private final int capacity;
    private final TreeMap<Integer, byte[]> held = new TreeMap<>();
    private final BitSet dirty = new BitSet();
    private boolean counted = true;
    private @Nullable SavedPages saved;
    private boolean forgetful;
    private long appended;

    BlocksInStore(RowLayout layout, int capacity) {
        this.layout = layout;
        this.capacity = capacity;
    }

    long appended() {
        return appended;
    }

    int size() {
        return (int) Math.min(appended, capacity);
    }

    int held() {
        return held.size();
    }

    /** A block to be read: of exactly its rows, or with room for all. */
    byte @Nullable [] read(int block) {
        byte[] here = held.get(block);
        return here != null || saved == null ? here : saved.page(1 + block);
    }

    /** A block with room for all rows, to which the next transition is now added. */
    byte[] add(int block) {
        byte[] here = held.get(block);
        if (here == null) {
            here = new byte[layout.perPage() * layout.bytes()];
            int rows = Math.max(0, PackedBlock.rows(layout, block, size()));
            if (rows > 0 && saved != null) {
                move(saved.page(1 + block), rows, here, layout.perPage(), rows);
            }
            held.put(block, here);
        }
        appended++;
        counted = true;
        dirty.set(block);
        return here;
    }

    /** Copies rows between blocks with room for so many each. */
    private void move(byte[] from, int roomFrom, byte[] to, int roomTo, int rows) {
        int floats = layout.floats() * Float.BYTES;
        System.arraycopy(from, 0, to, 0, rows * floats);
        System.arraycopy(from, roomFrom * floats, to, roomTo * floats, rows * layout.longs() * Long.BYTES);
    }

    @Override
    public int pages() {
        return 1 + PackedBlock.blocks(layout, size());
    }

    @Override
    public byte[] page(int index) {
        if (index == 0) {
            return PackedBlock.count(appended);
        }
        int rows = PackedBlock.rows(layout, index - 1, size());
        byte[] here = held.get(index - 1);
        if (here == null) {
            if (saved == null) {
                throw new IllegalStateException("block " + (index - 1) + " of the replay is nowhere");
            }
            return saved.page(index);
        }
        byte[] page = new byte[rows * layout.bytes()];
        move(here, layout.perPage(), page, rows, rows);
        return page;
    }

    @Override
    public boolean dirty(int index) {
        return index == 0 ? counted : dirty.get(index - 1);
    }

    @Override
    public void markClean() {
        counted = false;
        dirty.clear();
        if (forgetful) {
            held.clear();
        }
    }

    @Override
    public void keepIn(SavedPages where) {
        saved = where;
        forgetful = true;
    }

    @Override
    public void validate(SavedPages pages) {
        int size = (int) Math.min(PackedBlock.appended(layout, capacity, pages), capacity);
        for (int block = 0; block < PackedBlock.blocks(layout, size); block++) {
            PackedBlock.check(layout, block, PackedBlock.rows(layout, block, size), pages.page(1 + block));
        }
    }

    /** Goes on from pages that stay where they are. */
    @Override
    public void take(SavedPages pages) {
        appended = PackedBlock.appended(layout, capacity, pages);
        held.clear();
        saved = pages;
        forgetful = false;
        counted = false;
        dirty.clear();
    }
}
