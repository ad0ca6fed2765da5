package dev.weir.systemtests.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.LearnerStream;
import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
import dev.weir.ops.cli.Main;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rewards with their sign flipped came for a while: two commands, and the track is as if they had never come. */
class RewindTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final String YAML = """
            problem: flipped
            features: [{name: visits, type: numeric, size: 8}, {name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b, c, d]}
            default-action: a
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson}, publish: {every-transitions: 50}, seed: 3}}
            kafka: {bootstrap.servers: "%s"}
            """;

    @TempDir
    Path folder;

    private static void feed(ProblemFile file, int from, int to, boolean flipped) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                Transition transition = TRANSITIONS.decode(TransitionFeed.transition(i));
                if (flipped) {
                    transition.setReward(-10 * transition.getReward());
                }
                producer.send(
                        new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, TRANSITIONS.encode(transition)));
            }
        }
    }

    private static PolicyManifest await(ProblemFile file, String version) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline) {
            PolicyManifest found = Published.manifests(file, "linear").get(version);
            if (found != null) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("version " + version + " was not published within a minute");
    }

    private static int weir(String... arguments) {
        return Main.commandLine().execute(arguments);
    }

    @Test
    void whatWasPoisonedIsTakenOutAndTheRebuildAgrees() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            Path path = folder.resolve("flipped.yaml");
            Files.writeString(path, YAML.formatted(broker.bootstrapServers()));
            ProblemFile file = ProblemFiles.read(path, Map.of());
            try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
                TopicPlan.apply(file, admin);
            }
            ProblemRegistry.apply(file, file.kafkaSettings(), "test");
            try (LearnerStream learner =
                    LearnerStream.start(file, "linear", folder.resolve("state"), new SimpleMeterRegistry())) {
                feed(file, 0, 400, false);
                PolicyManifest good = await(file, "0.8");
                feed(file, 400, 600, true);
                await(file, "0.12");
                assertThat(weir("learner", "pause", path.toString(), "--reason", "rewards fell"))
                        .isZero();
                feed(file, 600, 650, true);
                assertThat(weir("rewind", path.toString(), "--to", "0.99", "--reason", "no such version"))
                        .isEqualTo(1);
                assertThat(weir("rewind", path.toString(), "--to", "0.8", "--reason", "signs were flipped"))
                        .isZero();
                PolicyManifest again = await(file, "1.0");
                assertThat(again.getTransitions()).isEqualTo(400);
                assertThat(again.getContentSha256()).isEqualTo(good.getContentSha256());
                feed(file, 650, 700, false);
                assertThat(await(file, "1.1").getTransitions()).isEqualTo(450);
                assertThat(learner.failure()).isEmpty();
            }
            Rebuild.Report report = Rebuild.all(file, "linear", n -> {});
            assertThat(report.lines()).hasSize(15).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
        }
    }
}
