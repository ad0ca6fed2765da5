package dev.weir.rl.replay;

import dev.weir.rl.network.StatePart;
import java.util.Arrays;

/**
 * The last transitions, in primitive arrays that are taken as they are filled. States are raw: they are normalised when
 * they are sampled. A transition's chain goes on where the same unit's next step was appended after it. Confined to one
 * thread.
 */
public final class TransitionRing implements TransitionStore {
    /** Where a chain ends. */
    public static final int NONE = UnitIndex.NONE;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;

    final RowLayout layout;
    final int capacity;
    private final float[][] floats;
    private final long[][] longs;
    private final int[][] successors;
    private final UnitIndex lastOfUnit = new UnitIndex();
    private final RingPages pages;
    private long appended;

    /**
     * An empty one.
     *
     * @param capacity transitions kept
     * @param width    of an encoded state
     * @param actions  declared
     */
    public TransitionRing(int capacity, int width, int actions) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
        }
        this.layout = new RowLayout(width, actions);
        this.capacity = capacity;
        int chunks = (capacity + CHUNK - 1) / CHUNK;
        this.floats = new float[chunks][];
        this.longs = new long[chunks][];
        this.successors = new int[chunks][];
        this.pages = new RingPages(this);
    }

    /** Takes the slot of the oldest, if full. */
    private int claim() {
        int slot = (int) (appended % capacity);
        if (appended >= capacity) {
            lastOfUnit.remove(unit(slot), slot);
        }
        allocate(slot >> CHUNK_BITS);
        appended++;
        return slot;
    }

    private void allocate(int chunk) {
        if (floats[chunk] == null) {
            int rows = Math.min(CHUNK, capacity - chunk * CHUNK);
            floats[chunk] = new float[rows * layout.floats()];
            longs[chunk] = new long[rows * layout.longs()];
            successors[chunk] = new int[rows];
        }
    }

    /** Sets the chain's ends right for the slot that was filled last. */
    void link(int slot) {
        successors[slot >> CHUNK_BITS][slot & CHUNK - 1] = NONE;
        int before = lastOfUnit.get(unit(slot));
        if (before != NONE && step(before) + 1 == step(slot) && discount(before) > 0 && leadsTo(before, slot)) {
            successors[before >> CHUNK_BITS][before & CHUNK - 1] = slot;
        }
        lastOfUnit.put(unit(slot), slot);
    }

    /** Whether s' of the one is s of the other: not so where an episode was cut short and the next one has begun. */
    private boolean leadsTo(int before, int slot) {
        int width = layout.width();
        int next = rowAt(before) + width;
        int now = rowAt(slot);
        return Arrays.equals(row(before), next, next + width, row(slot), now, now + width);
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
        int slot = claim();
        float[] row = row(slot);
        int at = rowAt(slot);
        System.arraycopy(states, 0, row, at, 2 * layout.width());
        row[at + layout.action()] = action;
        row[at + layout.reward()] = reward;
        row[at + layout.discount()] = discount;
        row[at + layout.propensity()] = propensity;
        long[] words = longs[slot >> CHUNK_BITS];
        int place = longsAt(slot);
        words[place] = unit;
        words[place + 1] = step;
        System.arraycopy(allowed, 0, words, place + 2, 2 * layout.words());
        link(slot);
        pages.touch(slot);
        return slot;
    }

    @Override
    public int size() {
        return (int) Math.min(appended, capacity);
    }

    @Override
    public long appended() {
        return appended;
    }

    /** Starts again with so many appended; every slot in use is then filled by {@link #row}, {@link #longs} and linked. */
    void restart(long count) {
        appended = count;
        lastOfUnit.clear();
        for (int chunk = 0; chunk * CHUNK < size(); chunk++) {
            allocate(chunk);
        }
    }

    /** Longs of a mask of actions. */
    public int words() {
        return layout.words();
    }

    /** The array that holds a slot's numbers, s at {@link #rowAt}, s' right behind it. */
    public float[] row(int slot) {
        return floats[slot >> CHUNK_BITS];
    }

    /**
     * Reads a number of each line of the cache of these slots, so that their misses overlap; what is then copied is near.
     *
     * @return a sum without meaning, there so that the reading is not left out
     */
    public float approach(int[] slots) {
        float sum = 0;
        int n = layout.floats();
        for (int slot : slots) {
            float[] row = row(slot);
            int at = rowAt(slot);
            for (int i = 0; i < n; i += 16) {
                sum += row[at + i];
            }
            sum += row[at + n - 1];
        }
        return sum;
    }

    /** Where in {@link #row} a slot begins. */
    public int rowAt(int slot) {
        return (slot & CHUNK - 1) * layout.floats();
    }

    /** The array that holds a slot's unit, step and masks. */
    long[] longs(int slot) {
        return longs[slot >> CHUNK_BITS];
    }

    int longsAt(int slot) {
        return (slot & CHUNK - 1) * layout.longs();
    }

    public int action(int slot) {
        return (int) row(slot)[rowAt(slot) + layout.action()];
    }

    public float reward(int slot) {
        return row(slot)[rowAt(slot) + layout.reward()];
    }

    public float discount(int slot) {
        return row(slot)[rowAt(slot) + layout.discount()];
    }

    public float propensity(int slot) {
        return row(slot)[rowAt(slot) + layout.propensity()];
    }

    public long unit(int slot) {
        return longs(slot)[longsAt(slot)];
    }

    public long step(int slot) {
        return longs(slot)[longsAt(slot) + 1];
    }

    /** A word of the mask of actions allowed in s. */
    public long allowed(int slot, int word) {
        return longs(slot)[longsAt(slot) + 2 + word];
    }

    /** A word of the mask of actions allowed in s'; 0 where terminal. */
    public long allowedNext(int slot, int word) {
        return longs(slot)[longsAt(slot) + 2 + layout.words() + word];
    }

    /** Slot of the same unit's next step, or {@link #NONE}. */
    public int successor(int slot) {
        return successors[slot >> CHUNK_BITS][slot & CHUNK - 1];
    }

    @Override
    public StatePart pages() {
        return pages;
    }
}
