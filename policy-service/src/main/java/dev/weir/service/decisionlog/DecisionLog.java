package dev.weir.service.decisionlog;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.service.journal.Spill;
import dev.weir.service.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions and outcomes of one problem; never blocks its callers. At most so many records and bytes are on their
 * way at once; what comes then is refused, and counted. Safe for use by many threads.
 */
public final class DecisionLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);
    private static final int MAX_RECORDS = 65_536;

    private final ProblemFile file;
    private final LogProducer producer;
    private final Codec<Decision> decisions = Codec.of(Decision.class);
    private final Codec<Outcome> outcomes = Codec.of(Outcome.class);
    private final RecentRecords recent = new RecentRecords();
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Counter refused;
    private final Counter lost;
    private volatile @Nullable Spill spill;
    private final String decisionsTopic;
    private final String outcomesTopic;
    private final int partitions;

    private DecisionLog(ProblemFile file, LogProducer producer, MeterRegistry meters) {
        this.file = file;
        this.producer = producer;
        this.decisionsTopic = file.topics().decisions();
        this.outcomesTopic = file.topics().outcomes();
        this.partitions = file.topicSettings().partitions();
        this.refused = meters.counter("weir.service.log.refused", "problem", file.name());
        this.lost = meters.counter("weir.service.log.lost", "problem", file.name());
        Gauge.builder("weir.service.log.in.flight", records, AtomicInteger::get)
                .tag("problem", file.name())
                .register(meters);
    }

    /** Opens the log; the brokers need not be there yet. */
    public static DecisionLog open(ProblemFile file, MeterRegistry meters) {
        return new DecisionLog(file, LogProducer.start(file), meters);
    }

    /** Is told whether the log has a record: null, or why not. Called on any thread. */
    @FunctionalInterface
    public interface Acknowledged {
        void done(@Nullable Exception failure);
    }

    /** From now on decisions whose callers do not wait go to a journal while Kafka does not take them. */
    public void spillInto(Spill journal) {
        spill = journal;
    }

    /** Takes room for one record, which its write gives back; false: there is none. */
    public boolean reserve() {
        Spill journal = spill;
        if (journal != null && !journal.hasRoom()) {
            refused.increment();
            return false;
        }
        if (records.incrementAndGet() <= MAX_RECORDS && bytes.get() < LogProducer.BUFFER_BYTES / 2) {
            return true;
        }
        records.decrementAndGet();
        refused.increment();
        return false;
    }

    /** Gives room back that no write used. */
    public void release() {
        records.decrementAndGet();
    }

    /** Writes a decision into room that was reserved. */
    public void write(Decision decision, Trace trace, Acknowledged then) {
        ProducerRecord<byte[], byte[]> record = record(decision, trace);
        recent.put(decision.getId(), record.value());
        Spill journal = file.service().beforeReply() ? null : spill;
        if (journal == null) {
            send(record, then);
        } else if (!journal.takes(record)) {
            send(record, failure -> {
                journal.arrived();
                then.done(failure);
            });
        } else {
            records.decrementAndGet();
            then.done(null);
        }
    }

    /** One of the last decisions that were written, or are on their way; else empty. */
    public Optional<Decision> recent(String decision) {
        return Optional.ofNullable(recent.find(decision)).map(decisions::decode);
    }

    /** What takes decisions, as what takes their bytes. */
    public Consumer<byte[]> decoding(Consumer<Decision> consumer) {
        return bytes -> consumer.accept(decisions.decode(bytes));
    }

    /** False: the log surely does not have the record of this failure. */
    public static boolean mayHaveTaken(Exception failure) {
        return failure instanceof RetriableException || failure instanceof OutOfOrderSequenceException;
    }

    /** A decision as it stands on the topic: in its unit's partition, at its own time. */
    public ProducerRecord<byte[], byte[]> record(Decision decision, Trace trace) {
        DecisionId id = new DecisionId(decision.getId());
        return record(decisionsTopic, id.unitHash(), decision.getTime(), id.value(), decisions.encode(decision), trace);
    }

    /** Writes an outcome into room that was reserved. */
    public void write(Outcome outcome, Trace trace, Acknowledged then) {
        DecisionId id = new DecisionId(outcome.getDecision());
        send(
                record(outcomesTopic, id.unitHash(), outcome.getTime(), id.value(), outcomes.encode(outcome), trace),
                then);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, long unitHash, long time, String key, byte[] value, Trace trace) {
        int partition = UnitId.partition(unitHash, partitions);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, time, key.getBytes(StandardCharsets.ISO_8859_1), value);
        trace.onto(record.headers());
        return record;
    }

    private void send(ProducerRecord<byte[], byte[]> record, Acknowledged then) {
        int size = record.value().length;
        bytes.addAndGet(size);
        producer.send(record, failure -> {
            records.decrementAndGet();
            bytes.addAndGet(-size);
            if (failure != null) {
                lost.increment();
                LOG.debug("problem {}: {} did not take a record: {}", file.name(), record.topic(), failure.toString());
            }
            then.done(failure);
        });
    }

    LogProducer producer() {
        return producer;
    }

    /** Waits until everything is acknowledged, for a while. */
    @Override
    public void close() {
        Spill journal = spill;
        if (journal != null) {
            journal.close();
        }
        producer.close();
        int left = records.get();
        if (left > 0) {
            LOG.warn("problem {}: {} records were never acknowledged", file.name(), left);
        }
    }
}
