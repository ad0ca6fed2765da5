package dev.weir.rl.replay;

import dev.weir.rl.learn.SavedPages;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;

/**
 * Priorities of the slots of a replay, and proportional sampling by them (Schaul et al. 2016). On pages they are a base
 * and a journal of what changed since: when the journal is full it is folded into the base. When that happens depends on
 * the count of changes alone, so the pages are a pure function of the changes. Confined to one thread.
 */
public final class Priorities implements StatePart {
    private static final long STREAM = 0x7072696f72697479L; // "priority"
    private static final int PER_JOURNAL_PAGE = PAGE_BYTES / 8;
    private static final int PER_BASE_PAGE = PAGE_BYTES / 4;
    private static final int MAX_JOURNAL_PAGES = 64;

    private final int capacity;
    private final SumTree tree;
    private final float[] base;
    private final int[] changedSlots;
    private final float[] changedTo;
    private final int basePages;
    private final int journalPages;
    private int changes;
    private int cleanChanges = -1;
    private boolean baseDirty = true;
    private float greatest = 1;
    private double[] masses = {};

    /** All 0. */
    public Priorities(int capacity) {
        this.capacity = capacity;
        this.tree = new SumTree(capacity);
        this.base = new float[capacity];
        this.basePages = (capacity + PER_BASE_PAGE - 1) / PER_BASE_PAGE;
        this.journalPages = Math.min(basePages, MAX_JOURNAL_PAGES);
        this.changedSlots = new int[journalPages * PER_JOURNAL_PAGE];
        this.changedTo = new float[changedSlots.length];
    }

    /** Gives a new transition the greatest priority so far, so that it is seen at least once. */
    public void setNew(int slot) {
        change(slot, greatest);
    }

    /** Sets a priority (already raised to α), positive and finite. */
    public void set(int slot, float priority) {
        greatest = Math.max(greatest, priority);
        change(slot, priority);
    }

    private void change(int slot, float priority) {
        if (changes == changedSlots.length) {
            for (int i = 0; i < capacity; i++) {
                base[i] = tree.get(i);
            }
            changes = 0;
            cleanChanges = -1;
            baseDirty = true;
        }
        changedSlots[changes] = slot;
        changedTo[changes++] = priority;
        tree.set(slot, priority);
    }

    /** Share of all draws that go to a slot. */
    public double probability(int slot) {
        return tree.get(slot) / tree.total();
    }

    /** Draws slots in proportion to their priorities, one of each equal share of the sum: a function of (seed, step). */
    public void sample(long seed, long step, int[] slots) {
        int n = slots.length;
        double share = tree.total() / n;
        if (masses.length != n) {
            masses = new double[n];
        }
        for (int i = 0; i < n; i++) {
            masses[i] = share * (i + CounterRandom.uniform(seed, STREAM, step * n + i));
        }
        tree.find(masses, slots);
    }

    @Override
    public int pages() {
        return 1 + journalPages + basePages;
    }

    @Override
    public boolean dirty(int index) {
        if (index == 0) {
            return changes != cleanChanges;
        } else if (index <= journalPages) { // full pages of the journal stay as they are until it is folded
            int from = (index - 1) * PER_JOURNAL_PAGE;
            boolean now = changes > from;
            return cleanChanges < 0 || now && cleanChanges < from + PER_JOURNAL_PAGE && changes != cleanChanges;
        }
        return baseDirty;
    }

    @Override
    public void markClean() {
        cleanChanges = changes;
        baseDirty = false;
    }

    private int inJournalPage(int index, int count) {
        return Math.max(0, Math.min(PER_JOURNAL_PAGE, count - (index - 1) * PER_JOURNAL_PAGE));
    }

    private int inBasePage(int index) {
        return Math.min(PER_BASE_PAGE, capacity - (index - 1 - journalPages) * PER_BASE_PAGE);
    }

    @Override
    public byte[] page(int index) {
        if (index == 0) {
            return ByteBuffer.allocate(8).putInt(changes).putFloat(greatest).array();
        } else if (index <= journalPages) {
            int from = (index - 1) * PER_JOURNAL_PAGE;
            int count = inJournalPage(index, changes);
            ByteBuffer page = ByteBuffer.allocate(count * 8);
            for (int i = from; i < from + count; i++) {
                page.putInt(changedSlots[i]).putFloat(changedTo[i]);
            }
            return page.array();
        }
        int count = inBasePage(index);
        ByteBuffer page = ByteBuffer.allocate(count * Float.BYTES);
        page.asFloatBuffer().put(base, (index - 1 - journalPages) * PER_BASE_PAGE, count);
        return page.array();
    }

    @Override
    public void validate(SavedPages saved) {
        byte[][] pages = saved.all();
        if (pages.length != pages()) {
            throw new IllegalArgumentException("priorities must have " + pages() + " pages, had " + pages.length);
        }
        expect(0, pages[0].length, 8);
        ByteBuffer head = ByteBuffer.wrap(pages[0]);
        int count = head.getInt();
        if (count < 0 || count > changedSlots.length) {
            throw new IllegalArgumentException(
                    "changes of priorities must be 0 to " + changedSlots.length + ", were " + count);
        }
        priority(head.getFloat());
        for (int p = 1; p < pages.length; p++) {
            boolean journal = p <= journalPages;
            expect(p, pages[p].length, journal ? inJournalPage(p, count) * 8 : inBasePage(p) * Float.BYTES);
            ByteBuffer page = ByteBuffer.wrap(pages[p]);
            while (page.hasRemaining()) {
                int slot = journal ? page.getInt() : 0;
                if (slot < 0 || slot >= capacity) {
                    throw new IllegalArgumentException("slot must be 0 to " + (capacity - 1) + ", was " + slot);
                }
                priority(page.getFloat());
            }
        }
    }

    private static void expect(int page, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    "page " + page + " of priorities must have " + expected + " bytes, had " + length);
        }
    }

    private static void priority(float value) {
        if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("priorities must be finite and not negative, had " + value);
        }
    }

    @Override
    public void take(SavedPages saved) {
        byte[][] pages = saved.all();
        ByteBuffer head = ByteBuffer.wrap(pages[0]);
        changes = head.getInt();
        greatest = head.getFloat();
        for (int p = 0; p < basePages; p++) {
            int at = p * PER_BASE_PAGE;
            ByteBuffer.wrap(pages[1 + journalPages + p])
                    .asFloatBuffer()
                    .get(base, at, Math.min(PER_BASE_PAGE, capacity - at));
        }
        for (int i = 0; i < capacity; i++) {
            tree.setLeaf(i, base[i]);
        }
        for (int i = 0; i < changes; i++) {
            ByteBuffer page = ByteBuffer.wrap(pages[1 + i / PER_JOURNAL_PAGE]);
            changedSlots[i] = page.getInt(i % PER_JOURNAL_PAGE * 8);
            changedTo[i] = page.getFloat(i % PER_JOURNAL_PAGE * 8 + 4);
            tree.setLeaf(changedSlots[i], changedTo[i]);
        }
        tree.sum();
        markClean();
    }
}
