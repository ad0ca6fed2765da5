package dev.weir.learner.rebuild;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.CheckpointChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a problem's topics from an offset to what is their end now; committed records only. */
public final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Codec<PolicyManifest> MANIFESTS = Codec.of(PolicyManifest.class);
    private static final Codec<CheckpointChunk> CHUNKS = Codec.of(CheckpointChunk.class);

    private LogReader() {}

    /** The first offset of {@code transitions} that is still there. */
    static long firstOffset(ProblemFile file) {
        TopicPartition partition = new TopicPartition(file.topics().transitions(), 0);
        try (var consumer = consumer(file)) {
            Long first = consumer.beginningOffsets(List.of(partition)).get(partition);
            return first == null ? 0 : first;
        }
    }

    /** The offset after the last record of {@code transitions}. */
    static long end(ProblemFile file) {
        TopicPartition partition = new TopicPartition(file.topics().transitions(), 0);
        try (var consumer = consumer(file)) {
            Long end = consumer.endOffsets(List.of(partition)).get(partition);
            return end == null ? 0 : end;
        }
    }

    /** Reads {@code transitions} until the end, or until {@code each} says false. */
    static void transitions(ProblemFile file, long from, Predicate<ConsumerRecord<byte[], byte[]>> each) {
        read(file, file.topics().transitions(), from, each);
    }

    /** Manifests of a track by version, oldest first. */
    static Map<String, PolicyManifest> manifests(ProblemFile file, String track) {
        Map<String, PolicyManifest> found = new TreeMap<>(Comparator.comparing(LogReader::version));
        read(file, file.topics().policies(), 0, record -> {
            if (record.value() != null && RecordType.of(record.value()) == RecordType.POLICY_MANIFEST) {
                PolicyManifest manifest = MANIFESTS.decode(record.value());
                if (manifest.getTrack().equals(track)) {
                    found.put(manifest.getEpoch() + "." + manifest.getN(), manifest);
                }
            }
            return true;
        });
        return found;
    }

    private static PolicyVersion version(String text) {
        return PolicyVersion.parse(text);
    }

    /** Chunks of the full state of a track whose next offset is at least {@code from}, or null if there is none. */
    static @Nullable List<byte[]> checkpoint(ProblemFile file, String track, long from) {
        Map<Integer, CheckpointChunk> chunks = new TreeMap<>();
        read(file, file.topics().checkpoints(), 0, record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(track + "/") && record.value() != null) {
                CheckpointChunk chunk = CHUNKS.decode(record.value());
                chunks.put(chunk.getIndex(), chunk);
            }
            return true;
        });
        CheckpointChunk first = chunks.get(0);
        if (first == null || first.getNextOffset() < from) {
            return null;
        }
        List<byte[]> state = new ArrayList<>();
        for (int i = 0; i < first.getChunks(); i++) {
            CheckpointChunk chunk = chunks.get(i);
            if (chunk == null || chunk.getNextOffset() != first.getNextOffset()) {
                return null;
            }
            byte[] data = new byte[chunk.getData().remaining()];
            chunk.getData().duplicate().get(data);
            state.add(data);
        }
        return state;
    }

    /** Reads partition 0 of a topic on the problem's brokers from an offset until its end, or until {@code each} says false. */
    public static void read(ProblemFile file, String topic, long from, Predicate<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = consumer(file)) {
            consumer.assign(List.of(partition));
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(from, first));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : poll(consumer, partition)) {
                    if (!each.test(record)) {
                        return;
                    }
                }
            }
        }
    }

    /** Kafka checks every batch by its check sum. */
    private static ConsumerRecords<byte[], byte[]> poll(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        try {
            return consumer.poll(POLL);
        } catch (KafkaException e) {
            String cause =
                    e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
            if (cause.contains("corrupt") || e instanceof CorruptRecordException) {
                throw new IllegalStateException(
                        partition + " is damaged in the batch at offset " + consumer.position(partition)
                                + ", its check sum is wrong: " + (cause.isEmpty() ? e.getMessage() : cause),
                        e);
            }
            throw e;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.remove("group.id");
        settings.putIfAbsent("max.poll.records", 5_000);
        settings.putIfAbsent("max.partition.fetch.bytes", 16 * 1024 * 1024);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
