package dev.weir.schemas.problem;

import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Problem files that were put in force: on {@code problems} by hash and, in the same transaction, in-band on every
 * partition of {@code transitions}. The one in force is the one with the greatest offset; keys are hashes, so that going
 * back to an older file writes it again, further back in the log.
 */
public final class ProblemRegistry {
    private static final Codec<ProblemApplied> CODEC = Codec.of(ProblemApplied.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ProblemRegistry() {}

    /**
     * Puts a file in force, stamped with this machine's time, unless it is in force already.
     *
     * @return true if it was written
     */
    public static boolean apply(ProblemFile file, KafkaSettings kafka, String by) {
        return apply(file, kafka, by, System.currentTimeMillis());
    }

    /**
     * Puts a file in force, stamped with {@code time} (epoch milliseconds), unless it is in force already. Of two that
     * apply at once the earlier is fenced, and fails without a trace.
     *
     * @return true if it was written
     */
    public static boolean apply(ProblemFile file, KafkaSettings kafka, String by, long time) {
        Topics topics = file.topics();
        Map<String, Object> settings = kafka.forClient(Kind.PRODUCER);
        settings.put("transactional.id", topics.problems() + ".registry");
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions(); // only now is the last word of whoever wrote before us known
            Optional<ProblemApplied> last = latest(topics, kafka);
            if (last.isPresent() && last.get().getHash().equals(file.hash())) {
                return false;
            }
            write(producer, topics, new ProblemApplied(file.hash(), file.yaml(), time, by));
            return true;
        }
    }

    private static void write(Producer<String, byte[]> producer, Topics topics, ProblemApplied applied) {
        byte[] value = CODEC.encode(applied);
        long time = applied.getTime();
        producer.beginTransaction();
        try {
            producer.send(new ProducerRecord<>(topics.problems(), 0, time, applied.getHash(), value));
            for (PartitionInfo partition : producer.partitionsFor(topics.transitions())) {
                producer.send(new ProducerRecord<>(
                        topics.transitions(), partition.partition(), time, applied.getHash(), value));
            }
            producer.commitTransaction();
        } catch (ProducerFencedException e) {
            throw e; // a fenced producer can only be closed
        } catch (RuntimeException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    /** The file in force, if any was applied; reads what is committed, to its end. */
    public static Optional<ProblemApplied> latest(Topics topics, KafkaSettings kafka) {
        Map<String, Object> settings = kafka.forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.remove("group.id");
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topics.problems(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return Optional.ofNullable(last(consumer, partition));
        }
    }

    private static @Nullable ProblemApplied last(Consumer<String, byte[]> consumer, TopicPartition partition) {
        long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        byte @Nullable [] value = null;
        while (consumer.position(partition) < end) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "cannot read " + partition + " to its end at " + end + " within " + PATIENCE);
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                value = record.value() == null ? value : record.value();
            }
        }
        return value == null ? null : CODEC.decode(value);
    }
}
