package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.problem.ProblemFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Where every decision of one problem stands, kept up to date from the topics. Each process that has one has all of it, of
 * all partitions, so any of them can answer. Safe for use by many threads.
 */
public final class DecisionIndex implements Whereabouts, AutoCloseable {
    /** How often it is looked whether retention took something. */
    public static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final ProblemFile file;
    private final IndexStore store;
    private final Progress progress = new Progress();
    private final IndexThread thread;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private DecisionIndex(ProblemFile file, IndexStore store, Duration sweepEvery, MeterRegistry meters) {
        this.file = file;
        this.store = store;
        this.thread = new IndexThread(file, store, progress, sweepEvery);
        Gauge.builder("weir.index.behind", progress, Progress::behind)
                .description("records that the topics have and the index does not; -1: not known yet")
                .tag("problem", file.name())
                .register(meters);
        Gauge.builder("weir.index.bytes", this, DecisionIndex::bytes)
                .tag("problem", file.name())
                .register(meters);
    }

    /** Opens the index in a folder, and follows the topics from where it stood; the brokers need not be there yet. */
    public static DecisionIndex start(ProblemFile file, Path folder, MeterRegistry meters) throws IOException {
        return start(file, folder, SWEEP_EVERY, meters);
    }

    /**
     * The same, looking more or less often whether retention took something.
     *
     * @throws IOException if the folder cannot be had, as when another process has it
     */
    public static DecisionIndex start(ProblemFile file, Path folder, Duration sweepEvery, MeterRegistry meters)
            throws IOException {
        DecisionIndex index = new DecisionIndex(file, new IndexStore(folder), sweepEvery, meters);
        index.thread.start();
        return index;
    }

    @Override
    public Optional<Found> decision(DecisionId id) {
        return using(() -> store.decision(id).map(this::found));
    }

    @Override
    public Optional<VersionAt> version(String track, PolicyVersion version) {
        return using(() -> store.version(track, version));
    }

    private Found found(Entry entry) {
        return new Found(
                where(entry.partition(), entry.offset()),
                entry.transition() == Entry.NONE ? null : where(Entry.TRANSITIONS, entry.transition()));
    }

    private Where where(int partition, long offset) {
        return partition == Entry.TRANSITIONS
                ? new Where(file.topics().transitions(), 0, offset)
                : new Where(file.topics().decisions(), partition, offset);
    }

    /** Decisions of a unit; a hash stands for unit and action, so whoever reads the records compares the names. */
    public List<UnitHit> find(UnitQuery query) {
        return using(() -> {
            long unit = query.unit().hash();
            UnitQuery.Cursor after = query.after();
            List<UnitHit> hits = new ArrayList<>();
            try (RocksIterator all = store.iterator()) {
                all.seek(
                        after == null
                                ? Keys.unitFrom(unit, query.to() - 1)
                                : Keys.unit(unit, after.time(), after.partition(), after.offset()));
                for (; all.isValid() && all.key()[0] == Keys.UNIT && hits.size() < query.limit(); all.next()) {
                    Keys.UnitKey key = Keys.unitKey(all.key());
                    if (key.unitHash() != unit || key.time() < query.from()) {
                        break;
                    }
                    UnitQuery.Cursor cursor = new UnitQuery.Cursor(key.time(), key.partition(), key.offset());
                    if (!cursor.equals(after) && key.time() < query.to() && isOf(query.action(), all.value())) {
                        hits.add(new UnitHit(where(key.partition(), key.offset()), cursor));
                    }
                }
            }
            return hits;
        });
    }

    private static boolean isOf(@Nullable String action, byte[] value) {
        return action == null || ByteBuffer.wrap(value).getInt() == action.hashCode();
    }

    /** The partition of {@code decisions} that a unit's stand in. */
    public TopicPartition partition(long unitHash) {
        return new TopicPartition(
                file.topics().decisions(),
                UnitId.partition(unitHash, file.topicSettings().partitions()));
    }

    /** Waits until everything below an offset is in the index; false: it took too long. */
    public boolean await(TopicPartition partition, long offset, Duration atMost) {
        return progress.await(partition, offset, atMost);
    }

    /** Records that the topics have and the index does not, as last heard; -1: not known yet. */
    public long behind() {
        return progress.behind();
    }

    /** Bytes on disk, about. */
    public long bytes() {
        use.readLock().lock();
        try {
            return closed ? 0 : store.bytes();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Merges the files on disk, which RocksDB otherwise does in its own time. */
    public void compact() {
        using(() -> {
            store.compact();
            return true;
        });
    }

    /** Why it does not go on, if so. */
    public Optional<String> failure() {
        return Optional.ofNullable(thread.failure()).map(Exception::toString);
    }

    private interface Look<T> {
        T up() throws RocksDBException;
    }

    private <T> T using(Look<T> look) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new TimeoutException("the index is closed");
            }
            return look.up();
        } catch (RocksDBException e) {
            throw new IllegalStateException("the index cannot be read: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        thread.close();
        use.writeLock().lock();
        try {
            if (!closed && thread.ended()) { // else it is left open: closing under a writer ends the process
                store.close();
            }
            closed = true;
        } finally {
            use.writeLock().unlock();
        }
    }
}
