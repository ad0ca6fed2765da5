package dev.weir.rl.streaming;

import dev.weir.rl.network.ArrayPages;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.StatePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Eligibility traces, one set a unit, for so many units at a time: a new unit takes the place of the one that was seen
 * least lately. A trace goes on while its unit's transitions continue each other, and is 0 otherwise. Confined to one
 * thread.
 */
final class UnitTraces {
    private static final int BYTES_A_SLOT = 3 * Long.BYTES + 2 * Double.BYTES;

    private final Slot[] slots;

    /** One unit's traces. */
    static final class Slot {
        final float[][][] traces; // by network
        final float[] next; // encoded s' of the last transition
        final ArrayPages pages;
        private long unit;
        private long step;
        private long usedAt = -1; // transition count; -1: free
        private double discount; // into the state that follows; 0: the chain is over
        private double scaledReturn; // discounted sum of rewards so far

        private Slot(int width, NetworkSpec... specs) {
            traces = new float[specs.length][][];
            next = new float[width];
            List<float[]> all = new ArrayList<>(List.of(next));
            for (int i = 0; i < specs.length; i++) {
                traces[i] = specs[i].zeros();
                all.addAll(List.of(traces[i]));
            }
            pages = new ArrayPages(all.toArray(float[][]::new));
        }

        /** γ that leads into the state of the transition at hand; 0 where it begins a chain. */
        double discount() {
            return discount;
        }

        /** Discounted sum of this chain's rewards, with one more. */
        double accumulate(double reward) {
            scaledReturn = scaledReturn * discount + reward;
            return scaledReturn;
        }

        /** What the next transition of this unit must continue; a discount of 0 ends the chain. */
        void leave(double discountOut, float[] encodedNext) {
            discount = discountOut;
            System.arraycopy(encodedNext, 0, next, 0, next.length);
            pages.touch();
        }
    }

    /** Room for so many units' traces through these networks. */
    UnitTraces(int units, int width, NetworkSpec... specs) {
        slots = new Slot[units];
        for (int i = 0; i < units; i++) {
            slots[i] = new Slot(width, specs);
        }
    }

    /**
     * The unit's slot, its traces 0 unless this transition continues the last one: the step after it, from the very state
     * that it led to.
     */
    Slot claim(long unit, long step, float[] encoded, long now) {
        Slot oldest = slots[0];
        Slot found = null;
        for (Slot slot : slots) {
            if (slot.usedAt >= 0 && slot.unit == unit) {
                found = slot;
            }
            if (slot.usedAt < oldest.usedAt) {
                oldest = slot;
            }
        }
        Slot slot = found == null ? oldest : found;
        if (found == null || slot.step + 1 != step || slot.discount == 0 || !Arrays.equals(slot.next, encoded)) {
            slot.discount = 0;
        }
        slot.unit = unit;
        slot.step = step;
        slot.usedAt = now;
        return slot;
    }

    List<StatePart> pages() {
        return Arrays.stream(slots).map(s -> (StatePart) s.pages).toList();
    }

    int bytes() {
        return slots.length * BYTES_A_SLOT;
    }

    void write(ByteBuffer out) {
        for (Slot s : slots) {
            out.putLong(s.unit)
                    .putLong(s.step)
                    .putLong(s.usedAt)
                    .putDouble(s.discount)
                    .putDouble(s.scaledReturn);
        }
    }

    void check(ByteBuffer in) {
        for (int i = 0; i < slots.length; i++) {
            in.getLong();
            in.getLong();
            in.getLong();
            double discount = in.getDouble();
            double sum = in.getDouble();
            if (!(discount >= 0 && discount <= 1) || !Double.isFinite(sum)) {
                throw new IllegalArgumentException("trace " + i
                        + " must have a discount in [0, 1] and a finite return, had " + discount + " and " + sum);
            }
        }
    }

    void read(ByteBuffer in) {
        for (Slot s : slots) {
            s.unit = in.getLong();
            s.step = in.getLong();
            s.usedAt = in.getLong();
            s.discount = in.getDouble();
            s.scaledReturn = in.getDouble();
        }
    }
}
