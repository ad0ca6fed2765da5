package dev.weir.rl.replay;

import java.util.Arrays;

/** Slot of the last transition of each unit: open addressing with linear probing, no boxes. Confined to one thread. */
final class UnitIndex {
    /** Where a unit has none. */
    static final int NONE = -1;

    private long[] units = new long[1024];
    private int[] slots = filled(1024);
    private int size;

    private static int[] filled(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }

    private int place(long unit) {
        int mask = slots.length - 1;
        long mixed = unit * 0x9E3779B97F4A7C15L;
        int i = (int) (mixed >>> 32) & mask;
        while (slots[i] != NONE && units[i] != unit) {
            i = (i + 1) & mask;
        }
        return i;
    }

    int get(long unit) {
        return slots[place(unit)];
    }

    void put(long unit, int slot) {
        int i = place(unit);
        if (slots[i] == NONE) {
            units[i] = unit;
            size++;
        }
        slots[i] = slot;
        if (size * 2 > slots.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldUnits = units;
        int[] oldSlots = slots;
        units = new long[2 * oldUnits.length];
        slots = filled(2 * oldSlots.length);
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != NONE) {
                int at = place(oldUnits[i]);
                units[at] = oldUnits[i];
                slots[at] = oldSlots[i];
            }
        }
    }

    /** Forgets the unit if this is still its last slot, and closes the gap (Knuth 1973, algorithm 6.4 R). */
    void remove(long unit, int slot) {
        int hole = place(unit);
        if (slots[hole] != slot) {
            return;
        }
        size--;
        int mask = slots.length - 1;
        for (int i = (hole + 1) & mask; slots[i] != NONE; i = (i + 1) & mask) {
            int home = (int) (units[i] * 0x9E3779B97F4A7C15L >>> 32) & mask;
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                units[hole] = units[i];
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = NONE;
    }

    void clear() {
        Arrays.fill(slots, NONE);
        size = 0;
    }
}
