package dev.weir.learner;

import dev.weir.learner.checkpoint.Redo;
import dev.weir.learner.checkpoint.Survival;
import dev.weir.learner.replay.MappedReads;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.SnapshotSigner;
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
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learner of one track as a Kafka Streams application: {@code transitions} in, {@code policies} out, exactly once. */
public final class LearnerStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerStream.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(30);

    /** Of the changelog in one fetch: a replay of a gigabyte should not take a thousand. */
    private static final int RESTORE_BYTES = 16 * 1024 * 1024;

    private final KafkaStreams streams;
    private final String application;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private LearnerStream(KafkaStreams streams, String application) {
        this.streams = streams;
        this.application = application;
    }

    /**
     * Starts the learner.
     *
     * @param stateFolder for RocksDB
     * @throws IllegalStateException if topics are missing or the brokers' transactions are too old
     */
    public static LearnerStream start(ProblemFile file, String track, Path stateFolder, MeterRegistry meters) {
        SnapshotSigner.of(System.getenv()); // a key that cannot be read is refused now, not at the first version
        Topics topics = file.topics();
        KafkaSettings kafka = file.kafkaSettings();
        try (Admin admin = Admin.create(kafka.forClient(Kind.ADMIN))) {
            StreamsSettings.requireTransactions(admin);
            Set<String> missing = StreamsSettings.missing(
                    admin,
                    List.of(topics.transitions(), topics.policies(), topics.checkpoints(), topics.deadLetters()));
            if (!missing.isEmpty()) {
                throw new IllegalStateException(
                        "topics " + missing + " do not exist; run weir topics apply on the problem file");
            }
        }
        String application = topics.learnerApplication(track);
        Redo redo = new Redo(kafka, application, topics.transitions());
        LearnerMetrics metrics = new LearnerMetrics(meters, file.name(), track);
        Topology topology = topology(topics, track, file.track(track).checkpoint(), redo, metrics);
        Properties properties = StreamsSettings.of(kafka, application, stateFolder);
        properties.putIfAbsent("consumer.group.instance.id", InstanceId.of(stateFolder));
        properties.putIfAbsent("rocksdb.config.setter", MappedReads.class);
        properties.putIfAbsent("restore.consumer.max.partition.fetch.bytes", RESTORE_BYTES);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        LearnerStream learner = new LearnerStream(streams, application);
        streams.setUncaughtExceptionHandler(learner::failed);
        streams.start();
        LOG.info("{}: learning from {}", application, topics.transitions());
        return learner;
    }

    static Topology topology(Topics topics, String track, Checkpoint way, Redo redo, LearnerMetrics metrics) {
        Topology topology = new Topology();
        topology.addSource(
                        "transitions", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.transitions())
                .addProcessor("learn", () -> new LearnerProcessor(track, way, redo, metrics), "transitions");
        Survival.addStores(topology, "learn");
        sink(topology, LearnerProcessor.POLICIES, topics.policies());
        sink(topology, LearnerProcessor.CHECKPOINTS, topics.checkpoints());
        sink(topology, LearnerProcessor.DEAD_LETTERS, topics.deadLetters());
        return topology;
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), "learn");
    }

    private StreamThreadExceptionResponse failed(Throwable e) {
        failure.compareAndSet(null, e);
        LOG.error("{}: stopped, for what it learns would no longer be what the log says", application, e);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** True while it learns or is about to. */
    public boolean running() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Why it stopped by itself. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        // Leaves the group, so that another may go on at once; one that is killed is expected back.
        streams.close(CloseOptions.timeout(SHUTDOWN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        LOG.info("{}: closed", application);
    }
}
