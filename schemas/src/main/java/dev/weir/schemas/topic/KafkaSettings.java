package dev.weir.schemas.topic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to reach Kafka: its own keys, passed through as they are. A key may carry a prefix {@code producer.},
 * {@code consumer.}, {@code admin.} or {@code streams.} to reach one kind of client alone.
 *
 * <p>{@code ${file:/path}} within a value stands for that file's text. Files are read when a client is made, so that a
 * secret stands in no record and in no log.
 */
public record KafkaSettings(Map<String, String> values) {
    /** A reference to a file with a secret. */
    public static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]+)}");

    private static final long MAX_SECRET_BYTES = 1 << 20;

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
                result.put(key, resolved(key, value));
            }
        });
        values.forEach((key, value) -> {
            if (Kind.of(key) == kind) {
                result.put(key.substring(kind.prefix.length()), resolved(key, value));
            }
        });
        return result;
    }

    private static String resolved(String key, String value) {
        return FILE.matcher(value).replaceAll(match -> {
            Path file = Path.of(match.group(1));
            try {
                if (Files.size(file) > MAX_SECRET_BYTES) {
                    throw new IllegalArgumentException(
                            "kafka." + key + ": " + file + " must have at most " + MAX_SECRET_BYTES + " bytes");
                }
                return Matcher.quoteReplacement(Files.readString(file).stripTrailing());
            } catch (IOException e) {
                throw new IllegalArgumentException("kafka." + key + ": cannot read " + file, e);
            }
        });
    }

    /** Keys only: values may be secret. */
    @Override
    public String toString() {
        return "KafkaSettings" + new TreeSet<>(values.keySet());
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
