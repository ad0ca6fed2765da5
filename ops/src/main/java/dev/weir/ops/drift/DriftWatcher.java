package dev.weir.ops.drift;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher of a problem as a Kafka Streams application of one task: {@code transitions}, {@code policies} and {@code rollouts}
 * in, {@code alerts} out, exactly once; its baselines are in its changelog.
 */
public final class DriftWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftWatcher.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final String NODE = "drift";

    /** The whole book is written at each commit that saw something: ten times a second would be waste. */
    private static final int COMMIT_MILLIS = 1000;

    private final KafkaStreams streams;
    private final String application;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private DriftWatcher(KafkaStreams streams, String application) {
        this.streams = streams;
        this.application = application;
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException if topics are missing or the brokers' transactions are too old
     */
    public static DriftWatcher start(ProblemFile file, Path stateFolder, MeterRegistry meters) {
        Topics topics = file.topics();
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            StreamsSettings.requireTransactions(admin);
            Set<String> missing = StreamsSettings.missing(
                    admin, List.of(topics.transitions(), topics.policies(), topics.rollouts(), topics.alerts()));
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "topics " + missing + " do not exist; run weir topics apply on the problem file");
            }
        }
        String application = topics.driftApplication();
        DriftMetrics metrics = new DriftMetrics(meters, file.name());
        Properties properties = StreamsSettings.of(file.kafkaSettings(), application, stateFolder);
        if (!file.kafka().containsKey("streams.commit.interval.ms")) {
            properties.put("commit.interval.ms", COMMIT_MILLIS);
        }
        KafkaStreams streams = new KafkaStreams(topology(file, metrics), properties);
        DriftWatcher watcher = new DriftWatcher(streams, application);
        streams.setUncaughtExceptionHandler(watcher::failed);
        streams.start();
        LOG.info("{}: watching {}", application, topics.transitions());
        return watcher;
    }

    static Topology topology(ProblemFile file, DriftMetrics metrics) {
        Topics topics = file.topics();
        Topology topology = new Topology();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource("transitions", bytes, bytes, topics.transitions())
                .addSource("policies", bytes, bytes, topics.policies())
                .addSource("rollouts", bytes, bytes, topics.rollouts())
                .addProcessor(NODE, () -> new DriftProcessor(file, metrics), "transitions", "policies", "rollouts");
        topology.addStateStore(new CommitHook.Builder(DriftProcessor.HOOK), NODE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(DriftProcessor.BOOK),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingDisabled(),
                NODE);
        topology.addSink(
                DriftProcessor.ALERTS, topics.alerts(), new StringSerializer(), new ByteArraySerializer(), NODE);
        return topology;
    }

    private StreamThreadExceptionResponse failed(Throwable e) {
        failure.compareAndSet(null, e);
        LOG.error("{}: stopped; nobody watches", application, e);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** True while it watches or is about to. */
    public boolean running() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Why it stopped by itself. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(SHUTDOWN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        LOG.info("{}: closed", application);
    }
}
