package dev.weir.service.why;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Looks for a record by its key in one partition, from the newest block backwards, for a bounded time. */
final class LogScan {
    private static final long BLOCK = 20_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final ProblemFile file;
    private final long deadline;

    LogScan(ProblemFile file, Duration atMost) {
        this.file = file;
        this.deadline = System.nanoTime() + atMost.toNanos();
    }

    /**
     * The first record of a block with this key that can be read as what is sought.
     *
     * @throws TimeoutException if time ran out before the whole partition was seen
     */
    <T> Optional<T> find(TopicPartition partition, String key, Function<byte[], @Nullable T> read) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> one = List.of(partition);
            consumer.assign(one);
            long begin = consumer.beginningOffsets(one, left()).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(one, left()).getOrDefault(partition, 0L);
            while (end > begin) {
                long from = Math.max(begin, end - BLOCK);
                consumer.seek(partition, from);
                Optional<T> found = block(consumer, partition, end, wanted, read);
                if (found.isPresent()) {
                    return found;
                }
                end = from;
            }
            return Optional.empty();
        }
    }

    private <T> Optional<T> block(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long end,
            byte[] wanted,
            Function<byte[], @Nullable T> read) {
        while (consumer.position(partition, left()) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (Arrays.equals(record.key(), wanted) && record.value() != null) {
                    T found = read.apply(record.value());
                    if (found != null) {
                        return Optional.of(found);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Time that is left. */
    Duration left() {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("the log is longer than could be read in the time given");
        }
        return Duration.ofNanos(nanos);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.remove("group.id");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }
}
