package dev.weir.service.index;

import dev.weir.rl.decision.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions of a unit are wanted, the latest first.
 *
 * @param from   epoch milliseconds, included
 * @param to     epoch milliseconds, not included
 * @param action that was chosen, or null for any
 * @param after  goes on after this one, the last of an earlier page; null: from the beginning
 * @param limit  at most so many
 */
public record UnitQuery(
        UnitId unit,
        long from,
        long to,
        @Nullable String action,
        @Nullable Cursor after,
        int limit) {
    /** The most that one answer holds. */
    public static final int MOST = 200;

    /** Where a page ended: time, partition and offset of its last decision. */
    public record Cursor(long time, int partition, long offset) {
        @Override
        public String toString() {
            return time + "." + partition + "." + offset;
        }

        /**
         * Reads what {@link #toString} wrote.
         *
         * @throws IllegalArgumentException if it is nothing of the kind
         */
        public static Cursor parse(String text) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("a cursor has three numbers, was '" + text + "'");
            }
            return new Cursor(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        }
    }
}
