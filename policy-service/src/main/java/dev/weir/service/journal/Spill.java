package dev.weir.service.journal;

import dev.weir.schemas.problem.ProblemFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch between the log and the journal. As long as Kafka takes decisions they go there; once too many are on their
 * way, or none has arrived for two seconds, all that follow go to the journal, until it is empty again: within a unit nothing
 * overtakes. Time stands still meanwhile: no tick may pass what has not been logged. Safe for use by many threads.
 */
public final class Spill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spill.class);
    private static final int MOST_DIRECT = 8192;
    private static final long STUCK_NANOS = 2_000_000_000;

    private final ProblemFile file;
    private final Journal journal;
    private final long mostBytes;
    private final Supplier<Runnable> hold;
    private final Counter spilled;
    private final Counter replayed;
    private final OnItsWay direct;
    private final Replay replay;
    private Runnable release = () -> {};
    private volatile boolean spilling;
    private volatile long progressNanos = System.nanoTime();
    private volatile long bytes;

    private Spill(ProblemFile file, Journal journal, OnItsWay direct, Settings settings, MeterRegistry meters) {
        this.direct = direct;
        this.file = file;
        this.journal = journal;
        this.mostBytes = file.service().journalBytes();
        this.hold = settings.hold;
        this.spilled = meters.counter("weir.service.journal.spilled", "problem", file.name());
        this.replayed = meters.counter("weir.service.journal.replayed", "problem", file.name());
        Gauge.builder("weir.service.journal.bytes", this, s -> s.bytes)
                .tag("problem", file.name())
                .register(meters);
        this.replay = new Replay(file, this, journal.name(), settings.instance);
        if (journal.size() > 0) {
            begin();
        }
    }

    /**
     * What surrounds it.
     *
     * @param folder    of the journal
     * @param instance  name of this process among its like
     * @param hold      stops time, and gives what lets it go on
     */
    public record Settings(Path folder, String instance, Supplier<Runnable> hold) {}

    /**
     * Opens the journal of a problem; what is in it waits for {@link #start}.
     *
     * @throws IOException if it cannot be had
     */
    public static Spill open(ProblemFile file, Settings settings, MeterRegistry meters) throws IOException {
        Journal journal = new Journal(settings.folder);
        OnItsWay direct = new OnItsWay(settings.folder.resolveSibling("on-its-way"));
        if (direct.left() > 0) {
            meters.counter("weir.service.log.unaccounted", "problem", file.name())
                    .increment(direct.left());
            LOG.warn(
                    "problem {}: died with {} decisions on their way; at most so many are not in the log",
                    file.name(),
                    direct.left());
        }
        return new Spill(file, journal, direct, settings, meters);
    }

    /** From now on what waits is replayed as soon as Kafka is there. */
    public void start() {
        replay.start();
    }

    /** True: the journal has it; false: it goes to Kafka, which {@link #arrived} must follow. */
    public boolean takes(ProducerRecord<byte[], byte[]> record) {
        if (toKafka()) {
            return false;
        }
        synchronized (this) {
            if (!spilling) {
                if (toKafka()) {
                    return false;
                }
                begin();
            }
            try {
                journal.append(Entry.bytes(record));
            } catch (RocksDBException e) {
                LOG.error("problem {}: the journal cannot be written, memory it is", file.name(), e);
                direct.more();
                return false;
            }
            bytes = journal.bytes();
        }
        spilled.increment();
        return true;
    }

    /** Counts first and looks then: whoever sees none on its way, with the switch thrown, sees all that went before. */
    private boolean toKafka() {
        long now = direct.more();
        if (now == 1) {
            progressNanos = System.nanoTime();
        }
        if (!spilling && now <= MOST_DIRECT && (now == 1 || System.nanoTime() - progressNanos < STUCK_NANOS)) {
            return true;
        }
        direct.less();
        return false;
    }

    /** One that went to Kafka has arrived there, or failed. */
    public void arrived() {
        progressNanos = System.nanoTime();
        direct.less();
    }

    /** True if the journal may take more. */
    public boolean hasRoom() {
        return bytes < mostBytes;
    }

    private synchronized void begin() {
        spilling = true;
        release = hold.get();
        bytes = journal.bytes();
        LOG.info("problem {}: decisions go to the journal until Kafka takes them again", file.name());
        notifyAll();
    }

    /** Waits until there is something that may be replayed: nothing that came before is still on its way. */
    synchronized void awaitWork() throws InterruptedException {
        while (!spilling) {
            wait();
        }
        while (direct.get() > 0) {
            wait(20);
        }
    }

    synchronized List<Journal.Numbered> oldest(int most, long mostBytesOfThem) {
        return journal.oldest(most, mostBytesOfThem);
    }

    /** Everything below is in the log. */
    synchronized void logged(long below) throws RocksDBException {
        long before = journal.size();
        journal.drop(below);
        replayed.increment(Math.max(0, before - journal.size()));
        bytes = journal.bytes();
        if (spilling && journal.size() == 0) {
            spilling = false;
            release.run();
            LOG.info("problem {}: the journal is empty, decisions go to Kafka again", file.name());
        }
    }

    /** The oldest values that wait, at most so many. */
    public synchronized void values(int most, Consumer<byte[]> values) {
        for (Journal.Numbered one : journal.oldest(most, Long.MAX_VALUE)) {
            values.accept(Entry.record("", one.bytes()).value());
        }
    }

    /** Replays what Kafka takes in a moment; the rest waits for the next start. */
    @Override
    public void close() {
        replay.close();
        synchronized (this) {
            if (spilling) {
                release.run();
            }
            if (journal.size() > 0) {
                LOG.warn("problem {}: {} decisions wait in the journal", file.name(), journal.size());
            }
            journal.close();
        }
    }
}
