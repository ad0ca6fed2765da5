package dev.weir.systemtests.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten times SIGKILL at random points, while transitions go on coming: the versions are what the log says, bit for bit, none
 * missing and none twice. Once for each way in which a learner's state survives.
 */
class LearnerSurvivesKillsTest {
    private static final int KILLS = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"hook, {mode: every-commit}", "redo, '{mode: every-transitions, transitions: 1500}'"})
    void publishesWhatTheLogSaysAfterTenKills(String name, String checkpoint) throws Exception {
        long seed = System.nanoTime();
        System.out.println("LearnerSurvivesKillsTest " + name + ": seed " + seed);
        Random random = new Random(seed);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            ProblemFile file = problem(name, checkpoint, broker.bootstrapServers());
            Path problem = Files.writeString(
                    folder.resolve("problem.yaml"), yaml(name, checkpoint, broker.bootstrapServers()));
            try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
                TopicPlan.apply(file, admin);
            }
            ProblemRegistry.apply(file, file.kafkaSettings(), "test");
            try (TransitionFeed feed = TransitionFeed.start(file, 1_500)) {
                Path state = folder.resolve("state");
                Path log = folder.resolve("learner.log");
                for (int kill = 0; kill < KILLS; kill++) {
                    int before = versions(file);
                    Process learner = LearnerProcess.start(problem, "linear", state, log);
                    awaitVersions(file, before + 1, learner, log);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(900)); // the random point, not a wait for anything
                    learner.destroyForcibly().waitFor();
                }
                feed.stop();
                Process last = LearnerProcess.start(problem, "linear", state, log);
                awaitVersions(file, feed.sent() / 50 + 1, last, log);
                last.destroyForcibly().waitFor();
                assertThat(feed.sent()).isGreaterThan(5_000);
                check(file, feed.sent());
            }
        }
    }

    private static void check(ProblemFile file, int transitions) {
        List<PolicyManifest> manifests =
                new ArrayList<>(Published.manifests(file, "linear").values());
        assertThat(manifests).hasSize(transitions / 50 + 1);
        for (int n = 0; n < manifests.size(); n++) {
            assertThat(manifests.get(n).getN()).isEqualTo(n);
            assertThat(manifests.get(n).getTransitions()).isEqualTo(50L * n);
        }
        assertThat(manifestKeys(file)).doesNotHaveDuplicates().hasSameSizeAs(manifests);
        Rebuild.Report report = Rebuild.all(file, "linear", n -> {});
        assertThat(report.lines()).hasSameSizeAs(manifests).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
    }

    /** Keys of manifests in the order they were committed: a version that was published twice stands here twice. */
    private static List<String> manifestKeys(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(file.topics().policies(), 0);
        List<String> keys = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    if (r.key().startsWith("m/")) {
                        keys.add(r.key());
                    }
                });
            }
        }
        return keys;
    }

    private static int versions(ProblemFile file) {
        return Published.manifests(file, "linear").size();
    }

    private static void awaitVersions(ProblemFile file, int count, Process learner, Path log) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (versions(file) < count) {
            assertThat(learner.isAlive() && System.nanoTime() < end)
                    .as("version %d is published; the learner said:%n%s", count, tail(log))
                    .isTrue();
            learner.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private static String tail(Path log) throws Exception {
        String text = Files.readString(log, StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - 4_000));
    }

    private static ProblemFile problem(String name, String checkpoint, String bootstrap) {
        return ProblemFiles.parse(yaml(name, checkpoint, bootstrap));
    }

    private static String yaml(String name, String checkpoint, String bootstrap) {
        return """
                problem: kills-%s
                features:
                  - {name: device, type: categorical, values: [phone, desktop]}
                  - {name: visits, type: numeric, size: 8}
                actions: {ids: [a, b, c, d]}
                default-action: a
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks:
                  linear:
                    algorithm: {name: linear}
                    exploration: {name: thompson, draws: 8}
                    publish: {every-transitions: 50}
                    checkpoint: %s
                    seed: 3
                kafka:
                  bootstrap.servers: "%s"
                  streams.consumer.session.timeout.ms: "1500"
                  streams.consumer.heartbeat.interval.ms: "300"
                """.formatted(name, checkpoint, bootstrap);
    }
}
