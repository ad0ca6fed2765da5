package dev.weir.schemas.topic;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka: its own keys, passed through as they are. A key may carry a prefix {@code producer.},
 * {@code consumer.}, {@code admin.} or {@code streams.} to reach one kind of client alone.
 */
public record KafkaSettings(Map<String, String> values) {
    public KafkaSettings {
        values = Map.copyOf(values);
    }

    /** Settings that name nothing but the brokers. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** These settings with others laid over them. */
    public KafkaSettings with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(more);
        return new KafkaSettings(all);
    }

    /** Keys for clients of one kind: those without prefix, overlaid by those with it. */
    public Map<String, Object> forClient(Kind kind) {
        Map<String, Object> result = new HashMap<>();
        values.forEach((key, value) -> {
            if (Kind.of(key) == null) {
                result.put(key, value);
            }
        });
        values.forEach((key, value) -> {
            if (Kind.of(key) == kind) {
                result.put(key.substring(kind.prefix.length()), value);
            }
        });
        return result;
    }

    /** Kinds of Kafka client. */
    public enum Kind {
        PRODUCER("producer."),
        CONSUMER("consumer."),
        ADMIN("admin."),
        STREAMS("streams.");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        private static @org.jspecify.annotations.Nullable Kind of(String key) {
            for (Kind kind : values()) {
                if (key.startsWith(kind.prefix)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
