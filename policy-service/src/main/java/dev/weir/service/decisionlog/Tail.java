package dev.weir.service.decisionlog;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The newest records of {@code decisions}: what a service that starts again must know of its own past. */
public final class Tail {
    private static final Duration POLL = Duration.ofMillis(100);

    private Tail() {}

    /**
     * Reads the last records of each partition.
     *
     * @param most      records in all
     * @param decisions is given each decision in the order of its partition
     * @return the latest tick among them, or 0
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer in time
     */
    public static long read(ProblemFile file, int most, Duration atMost, Consumer<Decision> decisions) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Codec<Decision> codec = Codec.of(Decision.class);
        Codec<Tick> ticks = Codec.of(Tick.class);
        long latest = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(file)) {
            Map<TopicPartition, Long> ends = seek(consumer, file, most, atMost);
            while (!ends.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    RecordType type = record.value() == null ? null : RecordType.of(record.value());
                    try {
                        if (type == RecordType.DECISION) {
                            decisions.accept(codec.decode(record.value()));
                        } else if (type == RecordType.TICK) {
                            latest = Math.max(
                                    latest, ticks.decode(record.value()).getTime());
                        }
                    } catch (UndecodableException e) {
                        continue; // ingestion puts it among the dead letters
                    }
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey(), atMost) >= end.getValue());
            }
        }
        return latest;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.remove("group.id");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private static Map<TopicPartition, Long> seek(
            KafkaConsumer<byte[], byte[]> consumer, ProblemFile file, int most, Duration atMost) {
        int partitions = file.topicSettings().partitions();
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(file.topics().decisions(), p));
        }
        consumer.assign(all);
        Map<TopicPartition, Long> ends = new java.util.HashMap<>(consumer.endOffsets(all, atMost));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all, atMost);
        long each = most / partitions + 1L;
        ends.forEach(
                (partition, end) -> consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - each)));
        ends.entrySet().removeIf(end -> begins.getOrDefault(end.getKey(), 0L) >= end.getValue());
        return ends;
    }
}
