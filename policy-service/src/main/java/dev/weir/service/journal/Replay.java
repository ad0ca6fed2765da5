package dev.weir.service.journal;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that brings the journal into the log, in order and once. Each transaction carries, as the offset of a group that
 * nobody else is in, the number up to which the journal has been logged: whatever dies when, the next one begins there.
 */
final class Replay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int RECORDS = 1000;
    private static final long BYTES = 1 << 20;
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_MILLIS = 8000;
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final int BLOCK_MILLIS = 5000;

    private final ProblemFile file;
    private final Spill spill;
    private final String transactionalId;
    private final String group;
    private final TopicPartition place;
    private final Thread thread;
    private volatile boolean closed;

    Replay(ProblemFile file, Spill spill, String journal, String instance) {
        this.file = file;
        this.spill = spill;
        this.transactionalId = file.topics().decisions() + "-journal-" + instance;
        this.group = transactionalId + "-" + journal;
        this.place = new TopicPartition(file.topics().decisions(), 0);
        this.thread = new Thread(this::run, "weir-journal-" + file.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                spill.awaitWork();
                if (!connected()) {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("problem {}: the journal is closed", file.name());
        } catch (RocksDBException e) {
            LOG.error("problem {}: the journal cannot be read; decisions wait in it", file.name(), e);
        }
    }

    /** Replays all that there is; false: Kafka did not take it. */
    private boolean connected() throws RocksDBException {
        KafkaProducer<byte[], byte[]> producer = producer();
        KafkaConsumer<byte[], byte[]> nobody = consumer();
        try {
            producer.initTransactions(); // what a predecessor has left is committed or gone
            spill.logged(committed(nobody));
            replay(producer, nobody.groupMetadata());
            return true;
        } catch (KafkaException e) {
            LOG.debug("problem {}: the journal waits: {}", file.name(), e.toString());
            return false;
        } finally {
            Thread.interrupted(); // whoever interrupts wants an end, and an orderly one
            producer.close(CLOSE);
            nobody.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void replay(KafkaProducer<byte[], byte[]> producer, ConsumerGroupMetadata group) throws RocksDBException {
        List<Journal.Numbered> some = spill.oldest(RECORDS, BYTES);
        while (!some.isEmpty() && !closed) {
            long next = some.get(some.size() - 1).number() + 1;
            producer.beginTransaction();
            for (Journal.Numbered one : some) {
                producer.send(Entry.record(file.topics().decisions(), one.bytes()));
            }
            producer.sendOffsetsToTransaction(Map.of(place, new OffsetAndMetadata(next)), group);
            producer.commitTransaction();
            spill.logged(next);
            some = spill.oldest(RECORDS, BYTES);
        }
    }

    /** Up to which number a transaction has said that the journal is logged. */
    private long committed(KafkaConsumer<byte[], byte[]> nobody) {
        OffsetAndMetadata offset =
                nobody.committed(Set.of(place), Duration.ofMillis(BLOCK_MILLIS)).get(place);
        return offset == null ? 0 : offset.offset();
    }

    /** It reads nothing: it stands for the group. */
    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("group.id", group);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.putIfAbsent("max.request.size", 4 << 20);
        settings.putIfAbsent("batch.size", 256 * 1024);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.put("max.in.flight.requests.per.connection", 1); // docs/decisions/0008
        settings.put("retry.backoff.ms", 5);
        settings.put("linger.ms", 1);
        settings.put("buffer.memory", 16L << 20);
        settings.put("max.block.ms", BLOCK_MILLIS);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", transactionalId);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(settings, bytes, bytes);
    }

    @Override
    public void close() {
        try {
            closed = true;
            thread.interrupt();
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
