package dev.weir.systemtests.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands on a topic, the loop goes on, and what cannot be used stands in dead-letters with the reason. */
class BadInputOnTopicsTest {
    private static final String YAML = """
            problem: bad
            features: [{name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: 1 / click, window: PT1S, aggregate: first, if-none: 0}
            tracks:
              linear:
                algorithm: {name: linear}
                publish: {every-transitions: 1}
            time: {tick: PT1S, skew: PT5S}
            kafka: {bootstrap.servers: "%s", producer.max.request.size: "4000000"}
            """;

    private record Bad(String reason, byte[] payload) {}

    @TempDir
    Path folder;

    private ProblemFile file = ProblemFiles.parse(YAML.formatted("nowhere:1"));

    @Test
    void everyBadRecordBecomesADeadLetterAndTheLoopGoesOn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            file = ProblemFiles.parse(YAML.formatted(broker.bootstrapServers()));
            RunSettings settings =
                    new RunSettings(0, 0, folder.resolve("state"), EnumSet.allOf(Part.class), true, "bad", 1);
            try (Applications weir = Applications.start(List.of(file), settings, "test", System.currentTimeMillis())) {
                await(file.topics().transitions(), RecordType.TICK, 1, "time has begun");
                Map<String, Bad> expected = new LinkedHashMap<>();
                sendAll(decisions(), file.topics().decisions(), expected);
                sendAll(outcomes(), file.topics().outcomes(), expected);
                sendAll(requests(), file.topics().requests(), expected);
                sendAll(Map.of("undecodable 1", new byte[] {9}), file.topics().transitions(), expected);
                sendAll(Map.of("wrong-type 1", outcome("u", 1)), file.topics().transitions(), expected);
                send(file.topics().policies(), new byte[] {1, 2, 3}); // the reader refuses and counts it
                send(file.topics().decisions(), decision("good", System.currentTimeMillis(), 0.5));
                send(file.topics().outcomes(), outcome("good", 2));

                await(file.topics().transitions(), RecordType.TRANSITION, 1, "the good one is joined");
                List<DeadLetter> letters =
                        await(file.topics().deadLetters(), RecordType.DEAD_LETTER, expected.size(), "all letters")
                                .stream()
                                .map(Codec.of(DeadLetter.class)::decode)
                                .toList();

                Map<String, String> reasons = new LinkedHashMap<>();
                letters.forEach(l -> reasons.put(l.getTopic() + "@" + l.getOffset(), l.getReason()));
                Map<String, String> wanted = new LinkedHashMap<>();
                expected.forEach((place, bad) -> wanted.put(place, bad.reason()));
                assertThat(reasons).containsExactlyInAnyOrderEntriesOf(wanted);
                for (DeadLetter letter : letters) {
                    byte[] payload = expected.get(letter.getTopic() + "@" + letter.getOffset())
                            .payload();
                    byte[] kept = new byte[letter.getPayload().remaining()];
                    letter.getPayload().duplicate().get(kept);
                    assertThat(letter.getDetail()).isNotBlank();
                    assertThat(kept).isEqualTo(Arrays.copyOf(payload, Math.min(payload.length, 65_536)));
                    assertThat(letter.getCut()).isEqualTo(payload.length > 65_536);
                }
                assertThat(weir.failures()).isEmpty();
                Transition joined = Codec.of(Transition.class)
                        .decode(await(file.topics().transitions(), RecordType.TRANSITION, 1, "joined")
                                .get(0));
                assertThat(joined.getReward()).isEqualTo(0.5);
            }
        }
    }

    private Map<String, byte[]> decisions() {
        long now = System.currentTimeMillis();
        byte[] good = decision("d", now, 0.5);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("undecodable empty", new byte[0]);
        bad.put("undecodable truncated", Arrays.copyOf(good, good.length - 3));
        bad.put("undecodable garbage", "not a record".getBytes(StandardCharsets.UTF_8));
        byte[] unknown = good.clone();
        unknown[4] ^= 1;
        bad.put("undecodable schema that nobody released", unknown);
        bad.put("wrong-type outcome", outcome("d", 1));
        bad.put("invalid propensity 0", decision("d0", now, 0));
        bad.put("invalid propensity 2", decision("d2", now, 2));
        bad.put("invalid propensity NaN", decision("dn", now, Double.NaN));
        bad.put("future decision", decision("df", now + 3_600_000, 0.5));
        bad.put("too-large megabyte", new byte[1_000_000]);
        return bad;
    }

    private Map<String, byte[]> outcomes() {
        byte[] good = outcome("d", 1);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("undecodable empty", new byte[0]);
        bad.put("undecodable truncated", Arrays.copyOf(good, good.length - 3));
        bad.put("wrong-type decision", decision("dd", System.currentTimeMillis(), 0.5));
        bad.put("undecodable text", "hello".getBytes(StandardCharsets.UTF_8));
        bad.put("invalid utf-8", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        bad.put("invalid NaN", json("{\"unit\":\"u\",\"id\":\"1\",\"metrics\":{\"click\":NaN}}"));
        bad.put("invalid 1e999", json("{\"unit\":\"u\",\"id\":\"1\",\"metrics\":{\"click\":1e999}}"));
        bad.put("invalid no decision", json("{\"metrics\":{\"click\":1}}"));
        bad.put("invalid deep", json("{\"metrics\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        bad.put("orphan of nobody", outcome("nobody", 1));
        bad.put("too-large megabyte", new byte[1_000_000]);
        return bad;
    }

    private Map<String, byte[]> requests() {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("undecodable empty", new byte[0]);
        bad.put("undecodable text", "hello".getBytes(StandardCharsets.UTF_8));
        bad.put("wrong-type outcome", outcome("d", 1));
        bad.put("invalid feature", json("{\"unit\":\"u\",\"features\":{\"colour\":\"red\"}}"));
        bad.put("invalid no unit", json("{\"features\":{}}"));
        return bad;
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] decision(String unit, long time, double propensity) {
        return Codec.of(Decision.class)
                .encode(Decision.newBuilder()
                        .setId(DecisionId.of(new UnitId(unit), "1").value())
                        .setTime(time)
                        .setUnit(unit)
                        .setAction("a")
                        .setPropensity(propensity)
                        .setPmf(List.of(0.5, 0.5))
                        .setSituation(new Situation(new Features(List.of(), List.of("phone")), null, null))
                        .setFeatureSchema(file.decision().context().fingerprint())
                        .setProblemHash(file.hash())
                        .setVariant("linear")
                        .build());
    }

    private static byte[] outcome(String unit, double click) {
        return Codec.of(Outcome.class)
                .encode(Outcome.newBuilder()
                        .setDecision(DecisionId.of(new UnitId(unit), "1").value())
                        .setOutcomeId("o")
                        .setTime(System.currentTimeMillis())
                        .setMetrics(Map.of("click", click))
                        .build());
    }

    private void sendAll(Map<String, byte[]> records, String topic, Map<String, Bad> expected) throws Exception {
        for (Map.Entry<String, byte[]> one : records.entrySet()) {
            long offset = send(topic, one.getValue());
            String reason = one.getKey().substring(0, one.getKey().indexOf(' '));
            expected.put(topic + "@" + offset, new Bad(reason, one.getValue()));
        }
    }

    private long send(String topic, byte[] value) throws Exception {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = topic.endsWith(".policies") ? new byte[] {1} : null; // compacted topics want one
            return producer.send(new ProducerRecord<>(topic, 0, key, value))
                    .get()
                    .offset();
        }
    }

    /** Values of one type on a topic, once there are so many. */
    private List<byte[]> await(String topic, RecordType type, int count, String what) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        Predicate<byte[]> wanted = v -> v != null && RecordType.of(v) == type;
        List<byte[]> found = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (found.size() < count) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> {
                    if (wanted.test(r.value())) {
                        found.add(r.value());
                    }
                });
                assertThat(System.nanoTime())
                        .as(
                                "%s: %d of %d %s; letters %s",
                                what,
                                found.size(),
                                count,
                                type,
                                type == RecordType.DEAD_LETTER
                                        ? found.stream()
                                                .map(Codec.of(DeadLetter.class)::decode)
                                                .map(l -> l.getTopic() + " " + l.getReason() + ": " + l.getDetail())
                                                .toList()
                                        : "")
                        .isLessThan(end);
            }
        }
        return found;
    }
}
