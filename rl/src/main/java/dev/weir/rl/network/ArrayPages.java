package dev.weir.rl.network;

import dev.weir.rl.learn.SavedPages;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Arrays of floats as pages, all of them dirty at once: parameters, an optimiser's memory, traces. Confined to one thread.
 */
public final class ArrayPages implements StatePart {
    private static final int FLOATS = PAGE_BYTES / Float.BYTES;

    private final float[][] arrays;
    private final int numbers;
    private boolean dirty = true;

    /** Pages of these arrays themselves. */
    public ArrayPages(float[]... arrays) {
        this.arrays = arrays;
        this.numbers = Arrays.stream(arrays).mapToInt(a -> a.length).sum();
    }

    /** Says that some array changed. */
    public void touch() {
        dirty = true;
    }

    @Override
    public int pages() {
        return (numbers + FLOATS - 1) / FLOATS;
    }

    @Override
    public boolean dirty(int index) {
        return dirty;
    }

    @Override
    public void markClean() {
        dirty = false;
    }

    private int count(int index) {
        return Math.min(FLOATS, numbers - index * FLOATS);
    }

    @Override
    public byte[] page(int index) {
        byte[] bytes = new byte[count(index) * Float.BYTES];
        walk(ByteBuffer.wrap(bytes), index, true);
        return bytes;
    }

    /** Goes through one page's share of the arrays, out of them or into them. */
    private void walk(ByteBuffer page, int index, boolean out) {
        int from = index * FLOATS;
        int left = count(index);
        for (int a = 0; left > 0; a++) {
            float[] array = arrays[a];
            if (from < array.length) {
                int n = Math.min(left, array.length - from);
                var floats = page.asFloatBuffer();
                if (out) {
                    floats.put(array, from, n);
                } else {
                    floats.get(array, from, n);
                }
                page.position(page.position() + n * Float.BYTES);
                left -= n;
                from = 0;
            } else {
                from -= array.length;
            }
        }
    }

    @Override
    public void validate(SavedPages saved) {
        byte[][] pages = saved.all();
        if (pages.length != pages()) {
            throw new IllegalArgumentException("arrays must have " + pages() + " pages, had " + pages.length);
        }
        for (int i = 0; i < pages.length; i++) {
            if (pages[i].length != count(i) * Float.BYTES) {
                throw new IllegalArgumentException("page " + i + " of arrays must have " + count(i) * Float.BYTES
                        + " bytes, had " + pages[i].length);
            }
            ByteBuffer page = ByteBuffer.wrap(pages[i]);
            while (page.hasRemaining()) {
                float value = page.getFloat();
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("page " + i + " of arrays must be finite, had " + value);
                }
            }
        }
    }

    @Override
    public void take(SavedPages saved) {
        for (int i = 0; i < pages(); i++) {
            walk(ByteBuffer.wrap(saved.page(i)), i, false);
        }
        dirty = false;
    }
}
