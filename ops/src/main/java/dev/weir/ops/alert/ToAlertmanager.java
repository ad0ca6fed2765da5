package dev.weir.ops.alert;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps an Alertmanager (API v2) of the same mind as the topic: reads all of it at the start, posts what fires at once and again every
 * so often, and what has ended until that was taken. It says what is, not what happened, so that neither a restart nor a second
 * teller doubles anything: Alertmanager knows alerts by their labels.
 */
final class ToAlertmanager implements Runnable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_MILLIS = 1_000;
    private static final long ENDS_AFTER = 4;
    private static final long LEAST_ENDS_MILLIS = 60_000;

    private final ProblemFile file;
    private final Poster poster;
    private final Destination destination;
    private final BooleanSupplier ended;
    private final Map<String, Alert> known = new LinkedHashMap<>();

    ToAlertmanager(ProblemFile file, Poster poster, Destination destination, BooleanSupplier ended) {
        this.file = file;
        this.poster = poster;
        this.destination = destination;
        this.ended = ended;
    }

    @Override
    public void run() {
        TopicPartition partition = AlertLog.partition(file);
        try (KafkaConsumer<String, byte[]> consumer = AlertLog.consumer(file, "")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long next = 0;
            while (!ended.getAsBoolean()) {
                List<Alert> more = AlertLog.decoded(consumer.poll(POLL));
                more.forEach(a -> known.put(a.getName() + "/" + a.getScope(), a));
                boolean caughtUp = consumer.position(partition) >= end;
                long now = System.currentTimeMillis();
                if (caughtUp && !known.isEmpty() && (!more.isEmpty() || now >= next)) {
                    next = now + (tell(now) ? file.alerts().resend().toMillis() : RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tell(long now) throws InterruptedException {
        long ends =
                Math.max(LEAST_ENDS_MILLIS, ENDS_AFTER * file.alerts().resend().toMillis());
        List<Map<String, Object>> body = known.values().stream()
                .map(a -> AlertJson.forAlertmanager(a, now, ends))
                .toList();
        boolean taken = poster.post(destination.at("/api/v2/alerts"), body, file.name() + "/" + now);
        if (taken) {
            known.values().removeIf(a -> a.getState() == AlertState.RESOLVED);
        }
        return taken;
    }
}
