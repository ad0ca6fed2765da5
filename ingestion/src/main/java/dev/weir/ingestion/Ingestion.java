package dev.weir.ingestion;

import dev.weir.ingestion.join.JoinMetrics;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingestion of one problem while it runs: decisions and outcomes become transitions, exactly once. Safe for use by many threads. */
public final class Ingestion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final String problem;
    private final KafkaStreams streams;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private Ingestion(String problem, KafkaStreams streams) {
        this.problem = problem;
        this.streams = streams;
    }

    /**
     * Starts it; the problem's topics exist already.
     *
     * @param stateFolder for RocksDB; whatever is lost there is restored from Kafka
     * @throws IllegalStateException if topics are missing or other than the file says, or brokers cannot keep exactly-once
     */
    public static Ingestion start(ProblemFile file, Path stateFolder, MeterRegistry meters) {
        check(file);
        Topics topics = file.topics();
        Properties settings = StreamsSettings.of(file.kafkaSettings(), topics.ingestionApplication(), stateFolder);
        JoinMetrics metrics = new JoinMetrics(meters, file.name());
        KafkaStreams streams = new KafkaStreams(IngestionTopology.of(file, metrics), settings);
        Ingestion ingestion = new Ingestion(file.name(), streams);
        streams.setUncaughtExceptionHandler(ingestion::failed);
        streams.start();
        LOG.info("ingestion of {} starts as {}", file.name(), topics.ingestionApplication());
        return ingestion;
    }

    /** True while records are taken in, or will be once partitions are assigned. */
    public boolean running() {
        KafkaStreams.State state = streams.state();
        return failure.get() == null && (state.isRunningOrRebalancing() || state == KafkaStreams.State.CREATED);
    }

    /** What stopped it. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        if (!streams.close(CLOSE_TIMEOUT)) {
            LOG.warn("ingestion of {} did not end within {}", problem, CLOSE_TIMEOUT);
        }
        LOG.info("ingestion of {} has ended", problem);
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        failure.compareAndSet(null, cause);
        LOG.error("ingestion of {} stops", problem, cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static void check(ProblemFile file) {
        Topics t = file.topics();
        List<String> partitioned = List.of(t.decisions(), t.outcomes(), t.keyed());
        List<String> single = List.of(t.transitions(), t.lateOutcomes(), t.deadLetters());
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            StreamsSettings.requireTransactions(admin);
            Set<String> missing = StreamsSettings.missing(
                    admin, Stream.concat(partitioned.stream(), single.stream()).toList());
            if (!missing.isEmpty()) {
                throw new IllegalStateException("topics are missing: " + missing + "; run weir topics apply");
            }
            checkPartitions(admin, partitioned, file.topicSettings().partitions());
        }
    }

    /** The watermark waits for a tick of every source partition: their number must be what the file says. */
    private static void checkPartitions(Admin admin, List<String> topics, int expected) {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(topics).allTopicNames().get();
            for (TopicDescription topic : found.values()) {
                int partitions = topic.partitions().size();
                if (partitions != expected) {
                    throw new IllegalStateException("topic " + topic.name() + " has " + partitions
                            + " partitions, expected " + expected + " as topics.partitions says");
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the brokers refused: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the brokers", e);
        }
    }
}
