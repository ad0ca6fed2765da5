package dev.weir.service.index;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads committed records of a problem's topics at known offsets: one seek and one fetch each. A few consumers take turns.
 * Safe for use by many threads.
 */
public final class PositionReader implements AutoCloseable {
    private static final int CONSUMERS = 4;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ProblemFile file;
    private final Semaphore turns = new Semaphore(CONSUMERS);
    private final Deque<KafkaConsumer<byte[], byte[]>> idle = new ArrayDeque<>();
    private boolean closed;

    public PositionReader(ProblemFile file) {
        this.file = file;
    }

    /**
     * The record at a place; empty if it is not there any more.
     *
     * @throws TimeoutException if the brokers do not answer
     */
    public Optional<ConsumerRecord<byte[], byte[]>> read(Where where) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        range(where.of(), where.offset(), where.offset(), found::add);
        return found.stream().findFirst();
    }

    /** Gives the records that are still there from one offset to another, both included. */
    public void range(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        with(consumer -> {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() <= to) {
                        each.accept(record);
                    }
                    if (record.offset() >= to) {
                        return true;
                    }
                }
                if (consumer.position(partition, PATIENCE) > to) {
                    return true;
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(partition + " was not read to offset " + to + " within " + PATIENCE);
                }
            }
        });
    }

    /** The offset after the last committed record now. */
    public long end(TopicPartition partition) {
        return with(
                consumer -> consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L));
    }

    private <T> T with(Function<KafkaConsumer<byte[], byte[]>, T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("too many look-ups at once");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        KafkaConsumer<byte[], byte[]> consumer = null;
        boolean sound = false;
        try {
            consumer = take();
            T result = work.apply(consumer);
            sound = true;
            return result;
        } finally {
            give(consumer, sound);
            turns.release();
        }
    }

    private KafkaConsumer<byte[], byte[]> take() {
        synchronized (idle) {
            KafkaConsumer<byte[], byte[]> consumer = idle.poll();
            if (consumer != null) {
                return consumer;
            }
        }
        return consumer();
    }

    private void give(@Nullable KafkaConsumer<byte[], byte[]> consumer, boolean sound) {
        if (consumer == null) {
            return;
        }
        synchronized (idle) {
            if (sound && !closed) {
                idle.push(consumer);
                return;
            }
        }
        consumer.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.poll.records", 1); // what was fetched beside it stays in the client, and stops a fetch ahead
        settings.put("fetch.max.wait.ms", 20); // a fetch ahead that nobody asked for must not hold up the next one
        settings.put("max.partition.fetch.bytes", 64 << 10);
        settings.put("fetch.max.bytes", 1 << 20);
        settings.remove("group.id");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(KafkaConsumer::close);
            idle.clear();
        }
    }
}
