package dev.weir.service.policystore;

import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that follows {@code policies}. Until it has caught up it keeps the newest contents of each track unchecked,
 * and then checks from the newest backwards until one is good: a thousand old versions cost no thousand checks.
 */
final class PolicyReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int KEPT = 8;
    private static final long RETRY_MILLIS = 1000;

    private final ProblemFile file;
    private final PolicyStore store;
    private final Map<String, Deque<Content>> newest = new HashMap<>();
    private final Map<String, String> published = new HashMap<>(); // keys of manifests, and the content's hash
    private final Thread thread;
    private volatile boolean caughtUp;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> open;

    PolicyReader(ProblemFile file, PolicyStore store) {
        this.file = file;
        this.store = store;
        this.thread = new Thread(this::run, "weir-policies-" + file.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<String, byte[]> consumer = open;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!closed()) {
            try (KafkaConsumer<String, byte[]> consumer = PolicyTopic.consumer(file)) {
                open = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                LOG.debug("problem {}: woken up to close", file.name());
            } catch (KafkaException e) {
                LOG.warn("problem {}: reading policies again after: {}", file.name(), e.toString());
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        Assembler assembler = new Assembler();
        TopicPartition partition = PolicyTopic.partition(file);
        long end = -1;
        while (!closed()) {
            try {
                end = end < 0 ? PolicyTopic.end(consumer, partition, POLL) : end;
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(assembler, record);
                }
                if (!caughtUp && consumer.position(partition, POLL) >= end) {
                    checkNewest();
                    caughtUp = true;
                }
            } catch (TimeoutException e) {
                pause(); // the brokers are away
            }
        }
    }

    private void take(Assembler assembler, ConsumerRecord<String, byte[]> record) {
        String key = record.key() == null ? "" : record.key();
        if (!caughtUp && key.startsWith("m/")) {
            if (record.value() == null) {
                published.remove(key);
            } else {
                published.put(key, "");
            }
        }
        try {
            Content content = assembler.take(key, record.value());
            if (content == null || !store.knows(content.manifest().getTrack())) {
                return;
            }
            if (caughtUp) {
                store.offer(content);
                return;
            }
            published.put(key, content.manifest().getContentSha256());
            Deque<Content> kept = newest.computeIfAbsent(content.manifest().getTrack(), t -> new ArrayDeque<>());
            kept.addFirst(content);
            if (kept.size() > KEPT) {
                kept.removeLast();
            }
        } catch (IllegalArgumentException e) {
            store.refuse("at offset " + record.offset() + " under key " + key, e);
        }
    }

    private void checkNewest() {
        store.dropUnpublished(published);
        published.clear();
        for (Deque<Content> kept : newest.values()) {
            for (Content content : kept) {
                if (store.offer(content)) {
                    break;
                }
            }
        }
        newest.clear();
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
}
