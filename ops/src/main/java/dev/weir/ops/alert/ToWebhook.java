package dev.weir.ops.alert;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Posts each alert to a webhook, in order, until it is taken, and then remembers that in Kafka: a restart goes on with the next. What
 * was taken just before a crash may come again, with the same {@code Idempotency-Key} and {@code id}.
 */
final class ToWebhook implements Runnable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 30_000;

    private final ProblemFile file;
    private final Poster poster;
    private final Destination destination;
    private final BooleanSupplier ended;

    ToWebhook(ProblemFile file, Poster poster, Destination destination, BooleanSupplier ended) {
        this.file = file;
        this.poster = poster;
        this.destination = destination;
        this.ended = ended;
    }

    @Override
    public void run() {
        try (KafkaConsumer<String, byte[]> consumer =
                AlertLog.consumer(file, file.topics().alertsGroup("webhook"))) {
            consumer.subscribe(List.of(file.topics().alerts()));
            while (!ended.getAsBoolean()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (!tell(consumer, record)) {
                        break; // another instance has the topic now, and goes on from what was taken
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tell(KafkaConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record)
            throws InterruptedException {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        long wait = FIRST_RETRY_MILLIS;
        for (Alert alert : AlertLog.decoded(List.of(record))) {
            while (!poster.post(destination.uri(), AlertJson.of(alert), AlertJson.id(alert))) {
                if (ended.getAsBoolean() || !stillOurs(consumer, partition, wait)) {
                    return false;
                }
                wait = Math.min(LAST_RETRY_MILLIS, 2 * wait);
            }
        }
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
            return true;
        } catch (CommitFailedException e) {
            return false;
        }
    }

    /** Waits, and stays in the group meanwhile. */
    private boolean stillOurs(KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long millis) {
        long end = System.currentTimeMillis() + millis;
        do {
            consumer.pause(consumer.assignment());
            if (!consumer.poll(POLL).isEmpty()) {
                throw new IllegalStateException("a paused partition gave records");
            }
        } while (System.currentTimeMillis() < end
                && !ended.getAsBoolean()
                && consumer.assignment().contains(partition));
        boolean ours = consumer.assignment().contains(partition);
        consumer.resume(consumer.assignment());
        return ours;
    }
}
