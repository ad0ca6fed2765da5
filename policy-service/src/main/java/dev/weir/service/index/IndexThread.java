package dev.weir.service.index;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows {@code decisions}, {@code transitions} and {@code policies} and writes what they add to the index,
 * with how far it has read, in one batch: it goes on after a crash exactly where it stood. Brokers may be away; a disk that
 * cannot be written ends it, and look-ups say so.
 */
final class IndexThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexThread.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_MILLIS = 10_000;

    private final ProblemFile file;
    private final IndexStore store;
    private final Progress progress;
    private final Indexer indexer;
    private final Sweep sweep;
    private final long sweepEveryNanos;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long sweptAtNanos;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> open;
    private volatile @Nullable Exception failure;

    IndexThread(ProblemFile file, IndexStore store, Progress progress, Duration sweepEvery) {
        this.file = file;
        this.store = store;
        this.progress = progress;
        this.indexer = new Indexer(file);
        this.sweep = new Sweep(store);
        this.sweepEveryNanos = sweepEvery.toNanos();
        for (int p = 0; p < file.topicSettings().partitions(); p++) {
            partitions.add(new TopicPartition(file.topics().decisions(), p));
        }
        partitions.add(new TopicPartition(file.topics().transitions(), 0));
        partitions.add(new TopicPartition(file.topics().policies(), 0));
        this.thread = new Thread(this::run, "weir-index-" + file.name());
        thread.setDaemon(true);
    }

    void start() {
        sweptAtNanos = System.nanoTime();
        thread.start();
    }

    /** Why it stopped by itself, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosed()) {
                try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                    open = consumer;
                    TopicIdentities.check(file, partitions, store);
                    follow(consumer);
                } catch (WakeupException e) {
                    LOG.debug("problem {}: woken up to close", file.name());
                } catch (KafkaException e) {
                    LOG.warn("problem {}: indexing again after: {}", file.name(), e.toString());
                    pause();
                }
            }
        } catch (RocksDBException | RuntimeException e) {
            failure = e;
            LOG.error("problem {}: the index stopped; decisions go on, why they were made is not told", file.name(), e);
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) throws RocksDBException {
        Map<TopicPartition, Long> written = new HashMap<>();
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            long next = store.next(partition);
            consumer.seek(partition, Math.max(0, next));
            written.put(partition, next);
        }
        while (!isClosed()) {
            try {
                take(consumer.poll(POLL), consumer, written);
                sweep(consumer);
            } catch (TimeoutException e) {
                pause(); // the brokers are away
            }
        }
    }

    private void take(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> written)
            throws RocksDBException {
        Map<TopicPartition, Long> reached = new HashMap<>();
        for (TopicPartition partition : partitions) {
            reached.put(partition, consumer.position(partition, ASK));
        }
        if (!reached.equals(written)) {
            try (IndexBatch batch = new IndexBatch(store)) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    indexer.take(record, batch);
                }
                for (Map.Entry<TopicPartition, Long> one : reached.entrySet()) {
                    batch.next(one.getKey(), one.getValue());
                }
                batch.commit();
            }
            written.putAll(reached);
        }
        reached.forEach((partition, offset) -> progress.reached(
                partition, offset, consumer.currentLag(partition).orElse(-1)));
    }

    private void sweep(KafkaConsumer<byte[], byte[]> consumer) throws RocksDBException {
        if (!sweep.underWay() && System.nanoTime() - sweptAtNanos >= sweepEveryNanos) {
            sweptAtNanos = System.nanoTime();
            String topic = file.topics().decisions();
            Map<Integer, Long> first = new HashMap<>();
            consumer.beginningOffsets(
                            partitions.stream()
                                    .filter(p -> p.topic().equals(topic))
                                    .toList(),
                            ASK)
                    .forEach((partition, offset) -> first.put(partition.partition(), offset));
            sweep.look(first, progress.next(topic));
        }
        sweep.step();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.putIfAbsent("fetch.max.wait.ms", 100);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.putIfAbsent("max.poll.records", 5000);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.remove("group.id");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
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

    /** False: it could not be ended in time and may still write. */
    boolean ended() {
        return !thread.isAlive();
    }
}
