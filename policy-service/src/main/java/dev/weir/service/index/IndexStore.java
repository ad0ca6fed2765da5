package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index on local disk: positions and a few bytes, never a record. It is a copy of what the topics say and may be
 * deleted at any time while nobody has it open. Safe for use by many threads; one writes.
 */
final class IndexStore implements AutoCloseable {
    static {
        RocksDB.loadLibrary();
    }

    private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);
    private static final int BITS = 10;

    private final Options options;
    private final LRUCache cache = new LRUCache(8 << 20);
    private final BloomFilter filter = new BloomFilter(BITS);
    final WriteOptions write = new WriteOptions();
    final ReadOptions read = new ReadOptions();
    final RocksDB db;

    /**
     * Opens, or makes one.
     *
     * @throws IOException if it cannot be had, as when another process has it
     */
    IndexStore(Path folder) throws IOException {
        options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(16 << 20)
                .setMaxWriteBufferNumber(2)
                .setMaxTotalWalSize(64 << 20)
                .setMaxOpenFiles(256)
                .setKeepLogFileNum(1)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(false)
                        .setFilterPolicy(filter));
        Files.createDirectories(folder);
        try {
            db = open(folder.toString());
        } catch (RocksDBException e) {
            close(options, write, read, filter, cache);
            throw new IOException("index " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Opens; what a failing disk has left of an index is thrown away: the topics have it all. */
    private RocksDB open(String folder) throws RocksDBException {
        try {
            return RocksDB.open(options, folder);
        } catch (RocksDBException e) {
            if (e.getStatus() == null || e.getStatus().getCode() != Status.Code.Corruption) {
                throw e;
            }
            LOG.warn("{} is damaged and is made anew: {}", folder, e.getMessage());
            RocksDB.destroyDB(folder, options);
            return RocksDB.open(options, folder);
        }
    }

    private static void close(AutoCloseable... all) {
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.debug("cannot close {}", one, e);
            }
        }
    }

    Optional<Entry> decision(DecisionId id) throws RocksDBException {
        byte[] known = db.get(Keys.decision(id));
        return known == null ? Optional.empty() : Optional.of(Entry.of(known));
    }

    Optional<VersionAt> version(String track, PolicyVersion version) throws RocksDBException {
        VersionAt known = versionAt(db.get(Keys.version(track, version)));
        return known == null || known.manifest() < 0 ? Optional.empty() : Optional.of(known);
    }

    static @Nullable VersionAt versionAt(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new VersionAt(in.getLong(), in.getLong());
    }

    /** The offset from which a partition is yet to be read, or -1. */
    long next(TopicPartition partition) throws RocksDBException {
        byte[] known = db.get(Keys.next(partition));
        return known == null ? -1 : ByteBuffer.wrap(known).getLong();
    }

    /** True if it is of other topics than these are now. */
    boolean isOfAnother(String topic, String identity) throws RocksDBException {
        byte[] known = db.get(Keys.topic(topic));
        return known != null && !new String(known, StandardCharsets.UTF_8).equals(identity);
    }

    void identify(String topic, String identity) throws RocksDBException {
        db.put(write, Keys.topic(topic), identity.getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets everything. */
    void clear() throws RocksDBException {
        db.deleteRange(write, new byte[] {0}, new byte[] {(byte) 0xFF});
        db.compactRange();
    }

    RocksIterator iterator() {
        return db.newIterator(read);
    }

    /** Bytes on disk. */
    long bytes() {
        try {
            return db.getLongProperty("rocksdb.total-sst-files-size")
                    + db.getLongProperty("rocksdb.cur-size-all-mem-tables");
        } catch (RocksDBException e) {
            return -1;
        }
    }

    /** Puts what is in memory into files and merges these. */
    void compact() throws RocksDBException {
        db.compactRange();
    }

    @Override
    public void close() {
        close(db, write, read, options, filter, cache);
    }
}
