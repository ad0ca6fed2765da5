package dev.weir.rl.network;

import dev.weir.rl.learn.SavedPages;
import java.nio.ByteBuffer;

/** Numbers that change at every transition, written one after another and cut into pages. Confined to one thread. */
public abstract class BytePages implements StatePart {
    private boolean dirty = true;

    /** Bytes of {@link #write}: always the same. */
    protected abstract int bytes();

    /** Appends everything. */
    protected abstract void write(ByteBuffer out);

    /** Checks what {@link #write} wrote, changing nothing; throws IllegalArgumentException. */
    protected abstract void check(ByteBuffer in);

    /** Reads what {@link #check} found good. */
    protected abstract void read(ByteBuffer in);

    /** Says that something changed. */
    public final void touch() {
        dirty = true;
    }

    @Override
    public final int pages() {
        return (bytes() + PAGE_BYTES - 1) / PAGE_BYTES;
    }

    @Override
    public final boolean dirty(int index) {
        return dirty;
    }

    @Override
    public final void markClean() {
        dirty = false;
    }

    @Override
    public final byte[] page(int index) {
        ByteBuffer all = ByteBuffer.allocate(bytes());
        write(all);
        byte[] page = new byte[Math.min(PAGE_BYTES, bytes() - index * PAGE_BYTES)];
        all.get(index * PAGE_BYTES, page);
        return page;
    }

    @Override
    public final void validate(SavedPages pages) {
        check(joined(pages));
    }

    @Override
    public final void take(SavedPages pages) {
        read(joined(pages));
        dirty = false;
    }

    private ByteBuffer joined(SavedPages saved) {
        byte[][] pages = saved.all();
        int length = 0;
        for (byte[] page : pages) {
            length += page.length;
        }
        if (pages.length != pages() || length != bytes()) {
            throw new IllegalArgumentException("counters must have " + bytes() + " bytes, had " + length);
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] page : pages) {
            all.put(page);
        }
        return all.flip();
    }
}
