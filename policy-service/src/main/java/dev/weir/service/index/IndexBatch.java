package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.Decision;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatchWithIndex;

/** What some records add to the index, together with how far they were read: all of it is written, or nothing. */
final class IndexBatch implements AutoCloseable {
    private final IndexStore store;
    private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);

    IndexBatch(IndexStore store) {
        this.store = store;
    }

    /** A decision on {@code decisions}; of several with one id the first one counts, as where it is joined. */
    void decision(DecisionId id, long time, String action, int partition, long offset) throws RocksDBException {
        Entry known = entry(id);
        if (known != null && known.partition() != Entry.TRANSITIONS) {
            return;
        }
        long transition = known == null ? Entry.NONE : known.transition();
        if (known != null) {
            batch.delete(unitKey(id, known));
        }
        put(id, new Entry(partition, offset, time, transition), action.hashCode());
    }

    /** A transition; where its decision is unknown, retention took it, or it is yet to be read: the transition holds it. */
    void transition(DecisionId id, long offset, Supplier<Decision> decision) throws RocksDBException {
        Entry known = entry(id);
        if (known == null) {
            Decision held = decision.get();
            put(
                    id,
                    new Entry(Entry.TRANSITIONS, offset, held.getTime(), offset),
                    held.getAction().hashCode());
        } else if (known.transition() == Entry.NONE) {
            batch.put(Keys.decision(id), known.joined(offset).bytes());
        }
    }

    /** Retention took a decision's record: its transition holds it, or nothing does. */
    void expired(DecisionId id, Entry entry) throws RocksDBException {
        byte[] unit = unitKey(id, entry);
        byte[] action = get(unit);
        batch.delete(unit);
        if (entry.transition() == Entry.NONE) {
            batch.delete(Keys.decision(id));
        } else {
            put(
                    id,
                    entry.onlyInTransition(),
                    action == null ? 0 : ByteBuffer.wrap(action).getInt());
        }
    }

    void firstChunk(String track, PolicyVersion version, long offset) throws RocksDBException {
        version(track, version, new VersionAt(offset, -1));
    }

    void manifest(String track, PolicyVersion version, long offset) throws RocksDBException {
        VersionAt known = IndexStore.versionAt(get(Keys.version(track, version)));
        version(track, version, new VersionAt(known == null ? offset : known.first(), offset));
    }

    void noVersion(String track, PolicyVersion version) throws RocksDBException {
        batch.delete(Keys.version(track, version));
    }

    private void version(String track, PolicyVersion version, VersionAt at) throws RocksDBException {
        byte[] value = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(at.first())
                .putLong(at.manifest())
                .array();
        batch.put(Keys.version(track, version), value);
    }

    /** Everything of a partition below an offset was read. */
    void next(TopicPartition partition, long offset) throws RocksDBException {
        batch.put(
                Keys.next(partition),
                ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    }

    void commit() throws RocksDBException {
        store.db.write(store.write, batch);
    }

    private void put(DecisionId id, Entry entry, int action) throws RocksDBException {
        batch.put(Keys.decision(id), entry.bytes());
        batch.put(
                unitKey(id, entry),
                ByteBuffer.allocate(Integer.BYTES).putInt(action).array());
    }

    private static byte[] unitKey(DecisionId id, Entry entry) {
        return Keys.unit(id.unitHash(), entry.time(), entry.partition(), entry.offset());
    }

    private @Nullable Entry entry(DecisionId id) throws RocksDBException {
        byte[] known = get(Keys.decision(id));
        return known == null ? null : Entry.of(known);
    }

    private byte @Nullable [] get(byte[] key) throws RocksDBException {
        return batch.getFromBatchAndDB(store.db, store.read, key);
    }

    @Override
    public void close() {
        batch.close();
    }
}
