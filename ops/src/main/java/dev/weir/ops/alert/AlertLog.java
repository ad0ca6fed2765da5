package dev.weir.ops.alert;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topic {@code alerts} as it is. */
public final class AlertLog {
    private static final Codec<Alert> CODEC = Codec.of(Alert.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private AlertLog() {}

    /** A consumer of committed alerts, without a group unless one is named. */
    static KafkaConsumer<String, byte[]> consumer(ProblemFile file, String group) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.remove("group.id");
        if (!group.isEmpty()) {
            settings.put("group.id", group);
        }
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** The partition that they are all in. */
    static TopicPartition partition(ProblemFile file) {
        return new TopicPartition(file.topics().alerts(), 0);
    }

    /** Null-free: what is none of ours is left out. */
    static List<Alert> decoded(Iterable<ConsumerRecord<String, byte[]>> records) {
        List<Alert> alerts = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null && RecordType.of(record.value()) == RecordType.ALERT) {
                alerts.add(CODEC.decode(record.value()));
            }
        }
        return alerts;
    }

    /** All alerts that the topic still has, in order. */
    public static List<Alert> all(ProblemFile file) {
        List<Alert> all = new ArrayList<>();
        TopicPartition partition = partition(file);
        try (KafkaConsumer<String, byte[]> consumer = consumer(file, "")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                all.addAll(decoded(consumer.poll(POLL)));
            }
        }
        return all;
    }

    /** The last word on each key, in order of first appearance. */
    public static List<Alert> latest(List<Alert> all) {
        Map<String, Alert> latest = new LinkedHashMap<>();
        all.forEach(a -> latest.put(a.getName() + "/" + a.getScope(), a));
        return new ArrayList<>(latest.values());
    }
}
