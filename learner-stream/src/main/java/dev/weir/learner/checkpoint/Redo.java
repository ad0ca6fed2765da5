package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Learns again what was committed since the last saved state. What that publishes was published before, in the
 * transactions that committed it, and is dropped.
 */
public class Redo {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long TIMEOUT_SECONDS = 60;

    /** What is learned again was heard before. */
    private final class Again implements Output {
        private final int partition;

        private Again(int partition) {
            this.partition = partition;
        }

        @Override
        public void published(Publication publication) {}

        @Override
        public void refused(String reason, String detail) {}

        @Override
        public void again(long from, long to, LogRecord each) {
            read(partition, from, to, each);
        }

        @Override
        public void checkpointDue() {}
    }

    private final KafkaSettings kafka;
    private final String application;
    private final String topic;

    /** @param application whose committed offset says how far */
    public Redo(KafkaSettings kafka, String application, String topic) {
        this.kafka = kafka;
        this.application = application;
        this.topic = topic;
    }

    /**
     * Brings the learner up to the committed offset of its partition.
     *
     * @return records that were read again
     */
    long run(TrackLearner learner, int partition) {
        TopicPartition source = new TopicPartition(topic, partition);
        long end = committed(source);
        if (learner.nextOffset() >= end) {
            return 0;
        }
        Again again = new Again(partition);
        return read(partition, learner.nextOffset(), end, (offset, value) -> learner.accept(offset, value, again));
    }

    /**
     * Reads committed records of a partition from an offset to before another.
     *
     * @return how many
     */
    public long read(int partition, long from, long end, Output.LogRecord each) {
        TopicPartition source = new TopicPartition(topic, partition);
        Map<String, Object> settings = kafka.forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.remove("group.id");
        long records = 0;
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(source));
            consumer.seek(source, from);
            while (consumer.position(source) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        each.read(record.offset(), record.value());
                        records++;
                    }
                }
            }
        }
        return records;
    }

    /** Offset that the application committed, once every open transaction on it has ended. */
    protected long committed(TopicPartition source) {
        try (Admin admin = Admin.create(kafka.forClient(Kind.ADMIN))) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(
                            application, new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(source);
            return offset == null ? 0 : offset.offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the committed offset of " + application + " on " + source + " cannot be read: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the committed offset", e);
        }
    }
}
