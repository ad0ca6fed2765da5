package dev.weir.schemas.streams;

import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaFuture;

/** What Weir's Kafka Streams applications have in common: exactly once, small records, loud ends. */
public final class StreamsSettings {
    /** Milliseconds between commits unless the user's {@code streams.commit.interval.ms} says otherwise. */
    public static final int COMMIT_MILLIS = 100;

    private static final long TIMEOUT_SECONDS = 30;

    private StreamsSettings() {}

    /**
     * Properties of one application; the user's own keys win, except for those that exactly-once rests on.
     *
     * @param application id: the group, and the prefix of internal topics and transactional ids
     * @param state       folder for RocksDB
     */
    public static Properties of(KafkaSettings kafka, String application, Path state) {
        Properties p = new Properties();
        p.put("commit.interval.ms", COMMIT_MILLIS);
        p.put("num.stream.threads", 1);
        p.put("num.standby.replicas", 0);
        p.put("replication.factor", -1); // the brokers' default
        p.put("consumer.session.timeout.ms", 6000);
        p.put("consumer.heartbeat.interval.ms", 1500);
        p.put("consumer.max.poll.records", 2000);
        p.put("consumer.fetch.max.wait.ms", 50);
        p.put("producer.linger.ms", 2);
        // The first batch of a transaction may be told to wait for the markers of the one before; batches behind it in
        // flight would then be refused as out of order, and all of them sent again after a long pause.
        p.put("producer.max.in.flight.requests.per.connection", 1);
        p.put("producer.retry.backoff.ms", 5);
        p.put("producer.batch.size", 256 * 1024);
        p.put("producer.transaction.timeout.ms", 30_000);
        p.put("producer.max.request.size", 4 * 1024 * 1024);
        p.put("statestore.cache.max.bytes", 0);
        p.putAll(kafka.forClient(Kind.STREAMS));
        kafka.values().keySet().stream()
                .filter(k -> k.startsWith("producer.") || k.startsWith("consumer.") || k.startsWith("admin."))
                .forEach(k -> p.put(k, kafka.forClient(kind(k)).get(k.substring(k.indexOf('.') + 1))));
        p.put("application.id", application);
        p.put("state.dir", state.toString());
        p.put("processing.guarantee", "exactly_once_v2");
        p.put("auto.offset.reset", "earliest");
        p.put("ensure.explicit.internal.resource.naming", true);
        return p;
    }

    private static Kind kind(String key) {
        return switch (key.substring(0, key.indexOf('.'))) {
            case "producer" -> Kind.PRODUCER;
            case "consumer" -> Kind.CONSUMER;
            default -> Kind.ADMIN;
        };
    }

    /**
     * Refuses brokers whose transactions cannot tell one transaction of a producer from its next: under
     * {@code transaction.version} 2 every transaction has an epoch of its own (KIP-890).
     *
     * @throws IllegalStateException naming the version that was found
     */
    public static void requireTransactions(Admin admin) {
        FeatureMetadata features = await(admin.describeFeatures().featureMetadata());
        FinalizedVersionRange range = features.finalizedFeatures().get("transaction.version");
        int version = range == null ? 0 : range.maxVersionLevel();
        if (version < 2) {
            throw new IllegalStateException("the brokers' feature transaction.version must be at least 2, was "
                    + version + "; run kafka-features.sh upgrade --feature transaction.version=2");
        }
    }

    /** Those of these topics that the cluster does not have. */
    public static Set<String> missing(Admin admin, Collection<String> topics) {
        Set<String> missing = new TreeSet<>(topics);
        missing.removeAll(await(admin.listTopics().names()));
        return missing;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the brokers refused: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the brokers did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the brokers", e);
        }
    }
}
