package dev.weir.systemtests.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
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
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A learner in a process of its own that is killed at random points while transitions go on coming. */
final class KilledLearner {
    private final ProblemFile file;
    private final Path problem;
    private final String track;
    private final Path state;
    private final Path log;
    private int sent;

    /** @param yaml with this one track, which publishes every {@code every} transitions */
    KilledLearner(Path folder, String yaml) throws Exception {
        this.file = ProblemFiles.parse(yaml);
        this.problem = Files.writeString(folder.resolve("problem.yaml"), yaml);
        this.track = file.tracks().get(0).name();
        this.state = folder.resolve("state");
        this.log = folder.resolve("learner.log");
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        ProblemRegistry.apply(file, file.kafkaSettings(), "test");
    }

    ProblemFile file() {
        return file;
    }

    Path problem() {
        return problem;
    }

    /** Kills so often, each time after at least one new version, and then lets the learner come to the end of the log. */
    void run(Random random, int kills, int perSecond, int atLeast, IntFunction<byte[]> transitions) throws Exception {
        try (TransitionFeed feed = TransitionFeed.start(file, perSecond, transitions)) {
            for (int kill = 0; kill < kills; kill++) {
                int before = versions();
                Process learner = LearnerProcess.start(problem, track, state, log);
                try {
                    awaitVersions(before + 1, learner);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(900)); // the random point, not a wait for anything
                } finally {
                    learner.destroyForcibly().waitFor();
                }
            }
            while (feed.sent() < atLeast) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            feed.stop();
            sent = feed.sent();
            Process last = LearnerProcess.start(problem, track, state, log);
            try {
                awaitVersions((int) (sent / every()) + 1, last);
            } finally {
                last.destroyForcibly().waitFor();
            }
        }
    }

    private long every() {
        return file.track(track).publishEveryTransitions();
    }

    /** The versions are what the log says, none missing and none twice. */
    void check() {
        List<PolicyManifest> manifests =
                new ArrayList<>(Published.manifests(file, track).values());
        assertThat(manifests).hasSize((int) (sent / every()) + 1);
        for (int n = 0; n < manifests.size(); n++) {
            assertThat(manifests.get(n).getN()).isEqualTo(n);
            assertThat(manifests.get(n).getTransitions()).isEqualTo(every() * n);
        }
        assertThat(manifestKeys()).doesNotHaveDuplicates().hasSameSizeAs(manifests);
        Rebuild.Report report = Rebuild.all(file, track, n -> {});
        assertThat(report.lines()).hasSameSizeAs(manifests).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
    }

    /** Keys of manifests in the order they were committed: a version that was published twice stands here twice. */
    private List<String> manifestKeys() {
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

    private int versions() {
        return Published.manifests(file, track).size();
    }

    private void awaitVersions(int count, Process learner) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (versions() < count) {
            assertThat(learner.isAlive() && System.nanoTime() < end)
                    .as("version %d is published; the learner said:%n%s", count, tail())
                    .isTrue();
            learner.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private String tail() throws Exception {
        String text = Files.readString(log, StandardCharsets.UTF_8);
        return text.substring(Math.max(0, text.length() - 4_000));
    }
}
