package dev.weir.service.decisionlog;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.service.decisionlog.DecisionLog.Acknowledged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An idempotent Kafka producer whose {@code send} never blocks. Kafka's own blocks, or fails, while it does not know the
 * topics: before the brokers answer, and when it has forgotten brokers that were away. Records wait here until then. Safe for use by many threads.
 */
final class LogProducer implements AutoCloseable {
    /** Room for records on their way. */
    static final long BUFFER_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LogProducer.class);
    private static final long RETRY_MILLIS = 20;
    private static final int PIECE = 256;
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
        settings.putIfAbsent("linger.ms", 5);
        settings.putIfAbsent("batch.size", 256 * 1024);
        settings.putIfAbsent("max.request.size", 4 << 20);
        settings.putIfAbsent("request.timeout.ms", 10_000);
        settings.putIfAbsent("reconnect.backoff.max.ms", 2000);
        settings.putIfAbsent("metadata.max.idle.ms", Integer.MAX_VALUE); // a topic forgotten would block the next send
        settings.put("max.block.ms", 0); // a send must never block, also when Kafka has forgotten all brokers
        settings.put("buffer.memory", BUFFER_BYTES);
        // Never given up: whoever gives up cannot know whether the log has a record, and a retry would log it twice.
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.remove("transactional.id");
        return settings;
    }

    void send(ProducerRecord<byte[], byte[]> record, Acknowledged then) {
        if (connected || !queued(new Waiting(record, then))) {
            sendNow(new Waiting(record, then));
        }
    }

    private boolean queued(Waiting one) {
        synchronized (waiting) {
            if (connected || closed) {
                return false;
            }
            waiting.add(one);
            return true;
        }
    }

    private void sendNow(Waiting one) {
        try {
            kafka.send(one.record, new Sending(one));
        } catch (KafkaException | IllegalStateException e) {
            one.then.done(e);
        }
    }

    /** Kafka calls it within {@code send}, with a timeout, if it has forgotten the topics: then the record waits here. */
    private final class Sending implements Callback {
        private final Waiting one;
        private final Thread sender = Thread.currentThread();

        Sending(Waiting one) {
            this.one = one;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure instanceof TimeoutException && Thread.currentThread() == sender && disconnected(one)) {
                return;
            }
            one.then.done(failure);
        }
    }

    private boolean disconnected(Waiting one) {
        synchronized (waiting) {
            if (closed) {
                return false;
            }
            connected = false;
            waiting.add(one);
            waiting.notifyAll();
            return true;
        }
    }

    private void connect() {
        try {
            while (!closed) {
                synchronized (waiting) {
                    while (connected && !closed) {
                        waiting.wait();
                    }
                }
                if (known()) {
                    drain();
                } else {
                    Thread.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean known() {
        try {
            for (String topic : topics) {
                kafka.partitionsFor(topic);
            }
            return true;
        } catch (KafkaException e) {
            LOG.debug("waiting for {}: {}", topics, e.toString());
            return false;
        }
    }

    /** Sends what waits, in pieces: who comes meanwhile is not held up. */
    private void drain() {
        List<Waiting> some = new ArrayList<>();
        do {
            some.clear();
            synchronized (waiting) {
                for (int i = 0; i < PIECE && !waiting.isEmpty(); i++) {
                    some.add(waiting.remove());
                }
                connected = some.isEmpty();
            }
            some.forEach(this::sendNow);
        } while (!some.isEmpty());
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
        synchronized (waiting) {
            closed = true;
            waiting.notifyAll();
        }
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
            one.then.done(new KafkaException("closed before the brokers named the topics"));
        }
        kafka.close(CLOSE);
    }
}
