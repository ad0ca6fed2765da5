package dev.weir.service.requests;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.service.decisionlog.DecisionLog;
import dev.weir.service.serve.ProblemService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that decides what the topic {@code requests} asks for. What was read and what was decided of it are committed
 * in one transaction: each request has one decision or one dead letter, whatever dies when.
 */
public final class RequestConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_MILLIS = 1000;

    private final ProblemFile file;
    private final String instance;
    private final RequestBatch batch;
    private final String group;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> open;

    private RequestConsumer(ProblemService service, DecisionLog log, String instance, MeterRegistry meters) {
        this.file = service.file();
        this.instance = instance;
        this.batch = new RequestBatch(service, log, meters);
        this.group = file.topics().requests();
        this.thread = new Thread(this::run, "weir-requests-" + file.name());
        thread.setDaemon(true);
    }

    /**
     * Starts to read.
     *
     * @param instance name of this process among its like
     */
    public static RequestConsumer start(
            ProblemService service, DecisionLog log, String instance, MeterRegistry meters) {
        RequestConsumer consumer = new RequestConsumer(service, log, instance, meters);
        consumer.thread.start();
        return consumer;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                    KafkaProducer<byte[], byte[]> producer = producer()) {
                open = consumer;
                producer.initTransactions();
                consumer.subscribe(List.of(file.topics().requests()));
                while (closed.getCount() > 0) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                    if (!records.isEmpty()) {
                        batch.decide(records, consumer, producer);
                    }
                }
            } catch (WakeupException e) {
                LOG.debug("problem {}: woken up to close", file.name());
            } catch (KafkaException e) {
                LOG.warn("problem {}: reading requests again after: {}", file.name(), e.toString());
                pause();
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.putIfAbsent("max.poll.records", 500);
        settings.putIfAbsent("fetch.max.wait.ms", 50);
        settings.putIfAbsent("session.timeout.ms", 10_000);
        settings.put("group.id", group);
        settings.put("group.instance.id", group + "-" + instance); // after a crash it goes on where it was, at once
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(settings, bytes, bytes);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.putIfAbsent("linger.ms", 1);
        settings.putIfAbsent("batch.size", 256 * 1024);
        settings.putIfAbsent("max.request.size", 4 << 20);
        settings.putIfAbsent("max.block.ms", 5000);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("transactional.id", group + "-" + instance);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(settings, bytes, bytes);
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
            thread.join(2000);
            thread.interrupt(); // it may wait for brokers that are away; a transaction is then rolled back
            thread.join(8000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
