package dev.weir.rl.learn;

/** Pages of a state that was saved, read when they are asked for. */
public interface SavedPages {
    /** How many there are. */
    int count();

    /** One of them; not to be changed. */
    byte[] page(int index);

    /** Pages in memory. */
    static SavedPages of(byte[]... pages) {
        return new SavedPages() {
            @Override
            public int count() {
                return pages.length;
            }

            @Override
            public byte[] page(int index) {
                return pages[index];
            }
        };
    }

    /** Those from one index to before another. */
    default SavedPages slice(int from, int to) {
        SavedPages whole = this;
        return new SavedPages() {
            @Override
            public int count() {
                return to - from;
            }

            @Override
            public byte[] page(int index) {
                return whole.page(from + index);
            }
        };
    }

    /** All of them at once, of a state that fits into memory. */
    default byte[][] all() {
        byte[][] all = new byte[count()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = page(i);
        }
        return all;
    }
}
