package dev.weir.service.rollout;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * The controller of a problem's rollouts as a Kafka Streams application of one task: {@code rollout-commands} and {@code
 * transitions} in, {@code rollouts} and {@code audit} out, exactly once, by which a second one is fenced.
 */
public final class RolloutController implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutController.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);
    private static final String NODE = "rollouts";

    private final KafkaStreams streams;
    private final String application;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private RolloutController(KafkaStreams streams, String application) {
        this.streams = streams;
        this.application = application;
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException if topics are missing or the brokers' transactions are too old
     */
    public static RolloutController start(ProblemFile file, Path stateFolder) {
        Topics topics = file.topics();
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            StreamsSettings.requireTransactions(admin);
            Set<String> missing = StreamsSettings.missing(
                    admin, List.of(topics.transitions(), topics.rolloutCommands(), topics.rollouts(), topics.audit()));
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "topics " + missing + " do not exist; run weir topics apply on the problem file");
            }
        }
        String application = topics.rolloutApplication();
        KafkaStreams streams =
                new KafkaStreams(topology(file), StreamsSettings.of(file.kafkaSettings(), application, stateFolder));
        RolloutController controller = new RolloutController(streams, application);
        streams.setUncaughtExceptionHandler(controller::failed);
        streams.start();
        LOG.info("{}: following {}", application, topics.rolloutCommands());
        return controller;
    }

    static Topology topology(ProblemFile file) {
        Topics topics = file.topics();
        Topology topology = new Topology();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource("commands", bytes, bytes, topics.rolloutCommands())
                .addSource("transitions", bytes, bytes, topics.transitions())
                .addProcessor(NODE, () -> new RolloutProcessor(file), "commands", "transitions");
        topology.addStateStore(new CommitHook.Builder(RolloutProcessor.HOOK), NODE);
        for (String store : List.of(RolloutProcessor.UNITS, RolloutProcessor.BOOK)) {
            topology.addStateStore(
                    Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
                            .withCachingDisabled(),
                    NODE);
        }
        sink(topology, RolloutProcessor.STATES, topics.rollouts());
        sink(topology, RolloutProcessor.AUDIT, topics.audit());
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), NODE);
    }

    private StreamThreadExceptionResponse failed(Throwable e) {
        failure.compareAndSet(null, e);
        LOG.error("{}: stopped; rollouts stay where they are", application, e);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
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
