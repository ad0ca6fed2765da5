package dev.weir.service.rollout;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads topics of one partition from their beginning, for as long as it is open; brokers may be away. */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_MILLIS = 5000;

    private final ProblemFile file;
    private final Consumer<ConsumerRecord<byte[], byte[]>> each;
    private final List<TopicPartition> partitions;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean caughtUp;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> open;

    public TopicFollower(ProblemFile file, Consumer<ConsumerRecord<byte[], byte[]>> each, String... topics) {
        this.file = file;
        this.each = each;
        this.partitions = Stream.of(topics).map(t -> new TopicPartition(t, 0)).toList();
        this.thread = new Thread(this::run, "weir-follow-" + file.name());
        thread.setDaemon(true);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** True once the topics were read to what was their end at the start. */
    public boolean caughtUp() {
        return caughtUp;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.putIfAbsent("fetch.max.wait.ms", 100);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.remove("group.id");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                open = consumer;
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("problem {}: woken up to close", file.name());
            } catch (KafkaException e) {
                LOG.warn("problem {}: reading {} again after: {}", file.name(), partitions, e.toString());
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> ends = null;
        while (closed.getCount() > 0) {
            try {
                ends = ends == null ? consumer.endOffsets(partitions, POLL) : ends;
                consumer.poll(POLL).forEach(each);
                if (!caughtUp) {
                    boolean all = true;
                    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                        all &= consumer.position(end.getKey(), POLL) >= end.getValue();
                    }
                    caughtUp = all;
                }
            } catch (TimeoutException e) {
                pause(); // the brokers are away
            }
        }
    }

    private void pause() {
        try {
            if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("problem {}: closing", file.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<byte[], byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
