package dev.weir.service.decisionlog;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.service.decisionlog.DecisionLog.Acknowledged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An idempotent Kafka producer whose {@code send} never blocks. Kafka's own blocks until it knows the topics; until then
 * records wait here, and a thread asks for them. Safe for use by many threads.
 */
final class LogProducer implements AutoCloseable {
    /** Room for records on their way. */
    static final long BUFFER_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LogProducer.class);
    private static final int BEFORE_REPLY_MILLIS = 30_000;
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final List<String> topics;
    private final KafkaProducer<byte[], byte[]> kafka;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean connected;
    private volatile boolean closed;

    private record Waiting(ProducerRecord<byte[], byte[]> record, Acknowledged then) {}

    private LogProducer(ProblemFile file) {
        this.topics = List.of(file.topics().decisions(), file.topics().outcomes());
        ByteArraySerializer bytes = new ByteArraySerializer();
        this.kafka = new KafkaProducer<>(settings(file), bytes, bytes);
        this.thread = new Thread(this::connect, "weir-log-" + file.name());
        thread.setDaemon(true);
    }

    static LogProducer start(ProblemFile file) {
        LogProducer producer = new LogProducer(file);
        producer.thread.start();
        return producer;
    }

    private static Map<String, Object> settings(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        boolean before = file.service().beforeReply();
        settings.putIfAbsent("linger.ms", 5);
        settings.putIfAbsent("batch.size", 256 * 1024);
        settings.putIfAbsent("max.request.size", 4 << 20);
        // A reply waits for before-reply; after-reply keeps records for as long as the process lives.
        settings.putIfAbsent("delivery.timeout.ms", before ? BEFORE_REPLY_MILLIS : Integer.MAX_VALUE);
        settings.putIfAbsent("request.timeout.ms", 10_000);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.putIfAbsent("metadata.max.idle.ms", Integer.MAX_VALUE); // a topic forgotten would block the next send
        settings.putIfAbsent("max.block.ms", 1000);
        settings.put("buffer.memory", BUFFER_BYTES);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.remove("transactional.id");
        return settings;
    }

    void send(ProducerRecord<byte[], byte[]> record, Acknowledged then) {
        if (!connected) {
            synchronized (waiting) {
                if (!connected) {
                    waiting.add(new Waiting(record, then));
                    return;
                }
            }
        }
        sendNow(record, then);
    }

    private void sendNow(ProducerRecord<byte[], byte[]> record, Acknowledged then) {
        try {
            kafka.send(record, (metadata, failure) -> then.done(failure));
        } catch (KafkaException | IllegalStateException e) {
            then.done(e);
        }
    }

    private void connect() {
        boolean known = false;
        while (!closed && !known) {
            try {
                for (String topic : topics) {
                    kafka.partitionsFor(topic);
                }
                known = true;
            } catch (KafkaException e) {
                LOG.debug("waiting for {}: {}", topics, e.toString());
            }
        }
        synchronized (waiting) {
            for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
                if (known) {
                    sendNow(one.record, one.then);
                } else {
                    one.then.done(new KafkaException("closed before the brokers named the topics"));
                }
            }
            connected = true;
        }
    }

    /** True once the brokers have named the topics. */
    boolean connected() {
        return connected;
    }

    void flush() {
        kafka.flush();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kafka.close(CLOSE);
    }
}
