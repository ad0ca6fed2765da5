package dev.weir.systemtests.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.LearnerStream;
import dev.weir.learner.rebuild.Published;
import dev.weir.ops.cli.Main;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A track with a rewind behind it goes to another cluster and goes on there with the same bytes; it is forked, trained from
 * its topic and begun again from a file.
 */
class TwoClustersTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final String YAML = """
            problem: %s
            features: [{name: visits, type: numeric, size: 8}, {name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b, c, d]}
            default-action: a
            reward: {formula: %s, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear, ridge: %s}, exploration: {name: thompson}, publish: {every-transitions: 50}, seed: 3}}
            serve: linear
            kafka: {bootstrap.servers: "%s"}
            """;

    @TempDir
    Path folder;

    private Path yaml(String name, String problem, String formula, double ridge, EmbeddedBroker broker)
            throws Exception {
        return Files.writeString(
                folder.resolve(name), YAML.formatted(problem, formula, ridge, broker.bootstrapServers()));
    }

    private static ProblemFile topics(Path path) {
        ProblemFile file = ProblemFiles.read(path, Map.of());
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        return file;
    }

    private LearnerStream learner(ProblemFile file, String state) {
        return LearnerStream.start(file, "linear", folder.resolve(state), new SimpleMeterRegistry());
    }

    private static void feed(ProblemFile file, int from, int to, double factor) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                byte[] value = TRANSITIONS.encode(transition(file, i, factor));
                producer.send(new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, value));
            }
        }
    }

    private static Transition transition(ProblemFile file, int i, double factor) {
        SplittableRandom random = new SplittableRandom(i);
        List<Double> visits = random.doubles(8).boxed().toList();
        int action = random.nextInt(4);
        double click = random.nextDouble() < 0.2 + 0.2 * action ? 1 : 0;
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setAction("abcd".substring(action, action + 1))
                .setPropensity(0.25)
                .setPmf(List.of(0.25, 0.25, 0.25, 0.25))
                .setSituation(new Situation(new Features(visits, List.of("phone")), null, null))
                .setFeatureSchema(file.decision().context().fingerprint())
                .setProblemHash(file.hash())
                .setVariant("linear")
                .build();
        return Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of(new Contribution("o", (long) i, Map.of("click", click, "bonus", 1 - click))))
                .setReward(factor * click)
                .setDiscount(0)
                .build();
    }

    private static PolicyManifest await(ProblemFile file, String version) throws Exception {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < deadline) {
            PolicyManifest found = Published.manifests(file, "linear").get(version);
            if (found != null) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("version " + version + " was not published within two minutes");
    }

    private static JsonNode weir(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(Main.commandLine().execute(arguments)).isZero();
        } finally {
            System.setOut(before);
        }
        String said = out.toString(StandardCharsets.UTF_8);
        return said.startsWith("{") ? new ObjectMapper().readTree(said) : new ObjectMapper().createObjectNode();
    }

    @Test
    void whatWasLearnedOnOneClusterGoesOnOnAnother() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start(folder.resolve("one"), 0);
                EmbeddedBroker two = EmbeddedBroker.start(folder.resolve("two"), 0)) {
            Path here = yaml("here.yaml", "moved", "click", 1, one);
            Path there = yaml("there.yaml", "moved", "click", 1, two);
            ProblemFile from = topics(here);
            ProblemFile to = topics(there);
            ProblemRegistry.apply(from, from.kafkaSettings(), "test");
            String export = folder.resolve("export").toString();
            try (LearnerStream first = learner(from, "first")) {
                feed(from, 0, 200, 1);
                await(from, "0.4");
                feed(from, 200, 300, -10);
                await(from, "0.6");
                weir("rewind", here.toString(), "--to", "0.4", "--reason", "signs were flipped");
                await(from, "1.0");
                weir("export", here.toString(), "--to", export);
                weir("import", there.toString(), "--from", export);
                weir("import", there.toString(), "--from", export); // given again: nothing is written twice
                feed(from, 300, 600, 1);
                feed(to, 300, 600, 1);
                await(from, "1.6");
            }
            try (LearnerStream second = learner(to, "second")) {
                await(to, "1.6");
            }
            Map<String, PolicyManifest> published = Published.manifests(from, "linear");
            assertThat(Published.manifests(to, "linear")).isEqualTo(published);
            assertThat(published).hasSize(14);

            String rows = folder.resolve("rows.avro").toString();
            weir("export", here.toString(), "--rows", rows);
            trainedFromTheTopicItIsTheSame(here, published.get("1.6"));
            forkIsValuedBesideTheOriginal(here, one);
            beginsAgainFromAFile(rows, two);
        }
    }

    private static void trainedFromTheTopicItIsTheSame(Path here, PolicyManifest last) {
        JsonNode trained = weir("train", here.toString(), "--from", "weir.moved.transitions");
        assertThat(trained.get("lastVersion").get("sha256").asString()).isEqualTo(last.getContentSha256());
    }

    private void forkIsValuedBesideTheOriginal(Path here, EmbeddedBroker broker) throws Exception {
        Path other = yaml("other.yaml", "moved", "click + 2*bonus", 100, broker);
        JsonNode said = weir("fork", here.toString(), "--at", "1.1", "--problem", other.toString(), "-o", "json");
        JsonNode policies = said.get("evaluation").get("policies");

        assertThat(policies.get(0).get("policy").asString()).isEqualTo("fork");
        assertThat(policies.get(1).get("policy").asString()).isEqualTo("linear@1.1");
        assertThat(said.get("evaluation").get("rows").asLong()).isEqualTo(250);
        assertThat(said.get("training").get("transitions").asLong()).isEqualTo(250);
        // the fork goes for the bonus, which is there when nobody clicks
        assertThat(dr(policies.get(0))).isGreaterThan(dr(policies.get(1)));
    }

    private static double dr(JsonNode policy) {
        return policy.get("estimates").get(3).get("value").asDouble();
    }

    private void beginsAgainFromAFile(String rows, EmbeddedBroker broker) throws Exception {
        Path path = yaml("begun.yaml", "begun", "click", 1, broker);
        ProblemFile file = topics(path);
        JsonNode said = weir("train", path.toString(), "--from", rows, "--publish");
        try (LearnerStream learner = learner(file, "begun")) {
            PolicyManifest last = await(file, "0.12");
            assertThat(said.get("lastVersion").get("sha256").asString()).isEqualTo(last.getContentSha256());
        }
        assertThat(Main.commandLine().execute("train", path.toString(), "--from", rows, "--publish"))
                .isEqualTo(2);
    }
}
