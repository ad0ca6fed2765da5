package dev.weir.systemtests.learner;

import dev.weir.learner.LearnerStream;
import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * DQN 8-64-64-4 on the stream, exactly once, one batch of 32 every 4 transitions; beside it the same learner fed by hand
 * with the same bytes. The first third of each run is left out as warm-up. Besides the rate by the wall's clock the CPU time
 * of the stream's thread for each transition, which neighbours on the machine hardly change. Arguments: transitions (300000),
 * repeats (3), and lines to put under {@code algorithm}.
 */
public final class DqnBenchmark {
    private static final int DISTINCT = 20_000;

    private DqnBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int transitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
        int repeats = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        String more = arguments.length > 2 ? arguments[2] : "";
        Path folder = Files.createTempDirectory("weir-dqn-benchmark");
        byte[][] values = new byte[DISTINCT][];
        Arrays.setAll(values, EpisodeTransitions::transition);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            for (int r = 0; r <= repeats; r++) { // the first turn is for the compiler
                ProblemFile file = problem("bench" + r, more, broker.bootstrapServers());
                fill(file, values, transitions);
                String stream = stream(file, folder.resolve("state" + r), transitions);
                System.out.printf(
                        "turn %d: on the stream %s; by hand %s%n", r, stream, byHand(file, values, transitions));
            }
        }
        System.exit(0);
    }

    private static void fill(ProblemFile file, byte[][] values, int transitions) {
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        ProblemRegistry.apply(file, file.kafkaSettings(), "benchmark");
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 256 * 1024);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < transitions; i++) {
                producer.send(new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, values[i % DISTINCT]));
            }
        }
    }

    private static String stream(ProblemFile file, Path state, int transitions) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (LearnerStream stream = LearnerStream.start(file, "dqn", state, meters)) {
            var gauge = meters.get("weir.learner.transitions").gauge();
            return Span.of(
                            transitions,
                            () -> {
                                if (stream.failure().isPresent()) {
                                    throw new IllegalStateException(
                                            stream.failure().get());
                                }
                                return (long) gauge.value();
                            },
                            "StreamThread")
                    .toString();
        }
    }

    private static String byHand(ProblemFile file, byte[][] values, int transitions) {
        TrackLearner learner = new TrackLearner("dqn");
        learner.accept(
                0,
                Codec.of(ProblemApplied.class).encode(new ProblemApplied(file.hash(), file.yaml(), 0L, "")),
                NOWHERE);
        Thread thread = new Thread(
                () -> {
                    for (int i = 0; i < transitions; i++) {
                        learner.accept(1 + i, values[i % DISTINCT], NOWHERE);
                    }
                },
                "by-hand");
        LongSupplier count = learner::transitions; // read without order: near enough for a rate
        thread.start();
        return Span.of(transitions, count, "by-hand").toString();
    }

    private static final Output NOWHERE = new Output() {
        @Override
        public void published(Publication publication) {}

        @Override
        public void refused(String reason, String detail) {
            throw new IllegalStateException(reason + ": " + detail);
        }

        @Override
        public void checkpointDue() {}
    };

    private static ProblemFile problem(String name, String more, String bootstrap) {
        return ProblemFiles.parse("""
                problem: dqn-%s
                %stracks:
                  dqn:
                    algorithm:
                      name: dqn
                      hidden: [64, 64]
                      batch: 32
                      train-every: 4
                      replay-capacity: 100000
                %s
                    exploration: {name: epsilon-greedy, floor: 0.05}
                    publish: {every-transitions: 5000}
                    seed: 3
                kafka: {bootstrap.servers: "%s"}
                """.formatted(
                        name,
                        EpisodeTransitions.problem(),
                        more.lines().map(l -> "      " + l).reduce("", (a, b) -> a + b + "\n"),
                        bootstrap));
    }
}
