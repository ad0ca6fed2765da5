package dev.weir.service.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Entries on local disk in the order in which they came, each under the next number. What was appended survives the death of
 * the process, though not of the machine: nothing is synced. Numbers are never used again. Callers take turns.
 */
final class Journal implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private static final byte RECORD = 'r';
    private static final byte[] DROPPED = {'d'};
    private static final byte[] NAME = {'i'};

    private final Options options;
    private final LRUCache cache = new LRUCache(2 << 20);
    private final WriteOptions write = new WriteOptions();
    private final RocksDB db;
    private final String name;
    private long first;
    private long next;
    private long bytes;

    /** One entry and its number. */
    record Numbered(long number, byte[] bytes) {}

    /**
     * Opens, or makes one.
     *
     * @throws IOException if it cannot be had, as when another process has it
     */
    Journal(Path folder) throws IOException {
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(4 << 20)
                .setMaxWriteBufferNumber(2)
                .setMaxTotalWalSize(16 << 20)
                .setMaxOpenFiles(32)
                .setKeepLogFileNum(1)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
        Files.createDirectories(folder);
        try {
            db = RocksDB.open(options, folder.toString());
            byte[] known = db.get(NAME);
            name = known == null ? UUID.randomUUID().toString() : new String(known, StandardCharsets.US_ASCII);
            db.put(NAME, name.getBytes(StandardCharsets.US_ASCII));
            byte[] dropped = db.get(DROPPED);
            first = dropped == null ? 0 : ByteBuffer.wrap(dropped).getLong();
            count();
        } catch (RocksDBException e) {
            throw new IOException("journal " + folder + ": " + e.getMessage(), e);
        }
    }

    private void count() {
        next = first;
        try (RocksIterator all = db.newIterator()) {
            for (all.seek(key(first)); all.isValid() && all.key()[0] == RECORD; all.next()) {
                bytes += all.value().length;
                next = ByteBuffer.wrap(all.key(), 1, 8).getLong() + 1;
            }
        }
    }

    /** What no other journal is called. */
    String name() {
        return name;
    }

    void append(byte[] entry) throws RocksDBException {
        db.put(write, key(next), entry);
        next++;
        bytes += entry.length;
    }

    /** The oldest entries, at most so many. */
    List<Numbered> oldest(int most, long mostBytes) {
        List<Numbered> some = new ArrayList<>();
        long size = 0;
        try (RocksIterator all = db.newIterator()) {
            for (all.seek(key(first)); all.isValid() && all.key()[0] == RECORD; all.next()) {
                size += all.value().length;
                if (some.size() == most || !some.isEmpty() && size > mostBytes) {
                    break;
                }
                some.add(new Numbered(ByteBuffer.wrap(all.key(), 1, 8).getLong(), all.value()));
            }
        }
        return some;
    }

    /** Drops everything below a number. */
    void drop(long below) throws RocksDBException {
        if (below <= first) {
            return;
        }
        long to = Math.min(below, next);
        long gone = 0;
        try (RocksIterator all = db.newIterator()) {
            for (all.seek(key(first)); all.isValid() && all.key()[0] == RECORD; all.next()) {
                if (ByteBuffer.wrap(all.key(), 1, 8).getLong() >= to) {
                    break;
                }
                gone += all.value().length;
            }
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(key(first), key(to));
            batch.put(DROPPED, ByteBuffer.allocate(8).putLong(below).array());
            db.write(write, batch);
        }
        bytes -= gone;
        first = below;
        next = Math.max(next, below);
        if (first == next) {
            db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(key(0), key(first)), false);
        }
    }

    long size() {
        return next - first;
    }

    long bytes() {
        return bytes;
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(9).put(RECORD).putLong(number).array();
    }

    @Override
    public void close() {
        db.close();
        write.close();
        options.close();
        cache.close();
    }
}
