package dev.weir.service.index;

import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Takes out of the index what retention took from {@code decisions}: walks over all entries, a piece at a time, whenever the
 * twentieth part of the log has gone since the last walk, so that an entry is looked at twenty times in its life. Confined to
 * one thread.
 */
final class Sweep {
    private static final int PIECE = 20_000;
    private static final int PART = 20;

    private final IndexStore store;
    private Map<Integer, Long> earliest = Map.of();
    private byte @Nullable [] cursor;
    private long swept;

    Sweep(IndexStore store) {
        this.store = store;
    }

    /** True while a walk is under way. */
    boolean underWay() {
        return cursor != null;
    }

    /**
     * Begins a walk if it is worth one.
     *
     * @param first offsets that are still there, by partition
     * @param next  offsets from which partitions are yet to be read
     */
    void look(Map<Integer, Long> first, Map<Integer, Long> next) {
        long gone = sum(first) - sum(earliest);
        if (cursor == null && gone > 0 && gone * PART >= sum(next) - sum(first)) {
            earliest = Map.copyOf(first);
            cursor = new byte[] {Keys.DECISION};
        }
    }

    private static long sum(Map<Integer, Long> offsets) {
        return LongStream.concat(LongStream.of(0), offsets.values().stream().mapToLong(Long::longValue))
                .sum();
    }

    /** Walks a piece further. */
    void step() throws RocksDBException {
        byte[] from = cursor;
        if (from == null) {
            return;
        }
        try (RocksIterator entries = store.iterator();
                IndexBatch batch = new IndexBatch(store)) {
            int looked = 0;
            for (entries.seek(from); entries.isValid() && entries.key()[0] == Keys.DECISION; entries.next()) {
                if (looked++ == PIECE) {
                    break;
                }
                Entry entry = Entry.of(entries.value());
                if (entry.partition() >= 0 && entry.offset() < earliest.getOrDefault(entry.partition(), 0L)) {
                    batch.expired(Keys.id(entries.key()), entry);
                    swept++;
                }
            }
            cursor = entries.isValid() && entries.key()[0] == Keys.DECISION ? entries.key() : null;
            batch.commit();
        }
    }

    /** How many entries were taken out so far. */
    long swept() {
        return swept;
    }
}
