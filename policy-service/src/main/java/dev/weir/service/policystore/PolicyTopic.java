package dev.weir.service.policystore;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic {@code policies} of a problem: committed records, from the beginning, without a group. */
public final class PolicyTopic {
    private static final Duration POLL = Duration.ofMillis(100);

    private PolicyTopic() {}

    static KafkaConsumer<String, byte[]> consumer(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.putIfAbsent("fetch.max.wait.ms", 100);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.remove("group.id");
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = partition(file);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    static TopicPartition partition(ProblemFile file) {
        return new TopicPartition(file.topics().policies(), 0);
    }

    static long end(KafkaConsumer<?, ?> consumer, TopicPartition partition, Duration atMost) {
        return Objects.requireNonNull(
                consumer.endOffsets(List.of(partition), atMost).get(partition), "an offset for every partition asked");
    }

    /**
     * Checks a version by a problem file and makes it ready to decide.
     *
     * @param keys whose signatures are believed, by their ids; empty: none is asked for
     * @throws IllegalArgumentException naming what is wrong with it
     */
    public static Served admit(ProblemFile file, Map<String, PublicKey> keys, Content content) {
        return new Admission(file, keys).admit(content);
    }

    /** One version read back from the topic and checked; empty if it is not there, or no longer whole. */
    static Optional<Served> find(
            ProblemFile file, String track, PolicyVersion version, Admission admission, Duration atMost) {
        String middle = "/" + track + "/" + version.epoch() + "/" + version.n();
        long deadline = System.nanoTime() + atMost.toNanos();
        Assembler assembler = new Assembler();
        try (KafkaConsumer<String, byte[]> consumer = consumer(file)) {
            TopicPartition partition = partition(file);
            long end = end(consumer, partition, atMost);
            Optional<Served> found = Optional.empty();
            while (consumer.position(partition, atMost) < end && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    String key = record.key();
                    if (key != null && (key.equals("m" + middle) || key.startsWith("c" + middle + "/"))) {
                        Content content = assembler.take(key, record.value());
                        if (content != null) {
                            found = Optional.of(admission.admit(content));
                        }
                    }
                }
            }
            return found;
        }
    }
}
