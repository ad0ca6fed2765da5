package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.learner;
import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.publish;
import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.policy.Decider;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.DecisionRequest;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Values;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PolicyServiceTest {
    @TempDir
    Path data;

    private static String yaml(String name, String more) {
        return """
                problem: %s
                features: [{name: x, type: numeric, size: 2, missing: 0}, {name: kind, type: categorical, values: [a, b]}]
                actions: {ids: [red, green, blue]}
                default-action: green
                reward: {formula: click, window: PT5S, aggregate: max, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson, floor: 0.1}, publish: {every-transitions: 10}, seed: 7}}
                %s
                """.formatted(name, more);
    }

    @Test
    void everyDecisionIsOnTheLogWithTheProbabilitiesThatWereSampled() throws Exception {
        ProblemFile file = problem(yaml("exact", "topics: {partitions: 3}"), OneBroker.bootstrap());
        Learner learner = learner(file, 50);
        publish(file, 0, 0, learner, learner.content());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            assertThat(test.get("policy?transitions=50&wait=PT20S")
                            .json()
                            .get("version")
                            .asString())
                    .isEqualTo("0.0");
            for (int i = 0; i < 100; i++) {
                Answer answer = test.post(
                        "decisions",
                        "{\"id\":\"d%d\",\"unit\":\"u%d\",\"features\":{\"x\":[%d,1],\"kind\":\"a\"},\"allowed\":{\"actions\":[\"red\",\"blue\"]}}"
                                .formatted(i, i, i % 5));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.json().get("version").asString()).isEqualTo("0.0");
                assertThat(answer.json().get("action").asString()).isIn("red", "blue");
            }
            until(() -> test.decisions().size() == 100);
            for (Decision d : test.decisions()) {
                Situation situation = Values.value(d.getSituation());
                Decider.Choice again = Decider.decide(
                        Algorithms.read(learner.content(), file.decision()), file.decision(), situation, d.getSeed());
                assertThat(d.getPmf())
                        .hasSize(2)
                        .containsExactly(
                                again.judgement().pmf()[0], again.judgement().pmf()[1]);
                assertThat(d.getAction()).isEqualTo(file.decision().actionId(situation, again.action()));
                assertThat(d.getPropensity()).isEqualTo(again.propensity());
                assertThat(d.getVariant()).isEqualTo("linear");
            }
        }
    }

    @Test
    void aRetryIsAnsweredAgainAndAnotherBodyIsAConflictAlsoAfterARestart() throws Exception {
        ProblemFile file = problem(yaml("retry", "service: {log: before-reply}"), OneBroker.bootstrap());
        String body = "{\"id\":\"one\",\"unit\":\"u\",\"features\":{\"kind\":\"a\"}}";
        String first;
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            first = test.post("decisions", body).body();
            assertThat(test.decisions()).hasSize(1);
            assertThat(test.post("decisions", body.replace(":", ": ")).body()).isEqualTo(first);
            Answer conflict = test.post("decisions", body.replace("\"a\"", "\"b\""));
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(conflict.json().get("field").asString()).isEqualTo("id");
        }
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            assertThat(test.post("decisions", body).body()).isEqualTo(first);
            assertThat(test.post("decisions", body.replace("\"a\"", "\"b\"")).status())
                    .isEqualTo(409);
            assertThat(test.decisions()).singleElement().satisfies(d -> {
                assertThat(d.getFallback()).isEqualTo("no-policy");
                assertThat(d.getAction()).isEqualTo("green");
                assertThat(d.getPmf()).containsExactly(0.0, 1.0, 0.0);
            });
        }
    }

    @Test
    void swapsToNewerVersionsRefusesBrokenOnesAndNeverGoesBack() throws Exception {
        ProblemFile file = problem(yaml("swap", ""), OneBroker.bootstrap());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            assertThat(test.get("policy").status()).isEqualTo(404);
            publish(file, 0, 3, learner(file, 20), learner(file, 20).content());
            assertThat(test.get("policy?transitions=20&wait=PT20S")
                            .json()
                            .get("version")
                            .asString())
                    .isEqualTo("0.3");
            byte[] corrupt = learner(file, 30).content();
            corrupt[corrupt.length / 2] ^= 1;
            publish(file, 0, 4, learner(file, 30), corrupt);
            publish(file, 0, 2, learner(file, 40), learner(file, 40).content());
            until(() -> test.meters
                            .counter("weir.service.policies.refused", "problem", "swap")
                            .count()
                    == 1);
            assertThat(test.get("policy").json().get("version").asString()).isEqualTo("0.3");
            publish(file, 1, 0, learner(file, 10), learner(file, 10).content());
            until(() -> version(test).equals("1.0"));
        }
    }

    @Test
    void aBatchIsDecidedByOneVersionThoughOthersCome() throws Exception {
        ProblemFile file = problem(yaml("moment", ""), OneBroker.bootstrap());
        String batch = "{\"requests\":[" + "{\"unit\":\"u\"},".repeat(1999) + "{\"unit\":\"u\"}]}";
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            publish(file, 0, 1, learner(file, 20), learner(file, 20).content());
            test.get("policy?transitions=20&wait=PT20S");
            Thread publisher = new Thread(() -> versions(file, 40), "publisher");
            publisher.start();
            Set<String> all = new HashSet<>();
            while (publisher.isAlive()) {
                Set<String> versions = new HashSet<>();
                for (JsonNode one : test.post("decisions:batch", batch).json().get("results")) {
                    versions.add(one.get("version").asString());
                }
                assertThat(versions).hasSize(1);
                all.addAll(versions);
            }
            assertThat(all).hasSizeGreaterThan(2);
        }
    }

    private static void versions(ProblemFile file, int count) {
        try {
            for (int n = 2; n < count + 2; n++) {
                publish(file, 0, n, learner(file, 20 + n), learner(file, 20 + n).content());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutBrokersTheLastGoodVersionGoesOnDeciding() throws Exception {
        ProblemFile file = problem(yaml("away", ""), OneBroker.bootstrap());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            publish(file, 0, 5, learner(file, 20), learner(file, 20).content());
            test.get("policy?transitions=20&wait=PT20S");
        }
        ProblemFile away = file.withKafka(java.util.Map.of("bootstrap.servers", "127.0.0.1:1"));
        try (ServiceUnderTest test = new ServiceUnderTest(away, data)) {
            Answer answer = test.post("decisions", "{\"unit\":\"u\"}");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().get("version").asString()).isEqualTo("0.5");
            ServiceUnderTest.until(() -> test.service.ready());
        }
    }

    @Test
    void timeIsInEveryPartitionAndADriverMakesItUp() throws Exception {
        ProblemFile file =
                problem(yaml("driven", "topics: {partitions: 2}\ntime: {source: driver}"), OneBroker.bootstrap());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            String ticks = "/v1/problems/driven/ticks";
            assertThat(test.post("decisions", "{\"unit\":\"u\"}")
                            .json()
                            .get("field")
                            .asString())
                    .isEqualTo("at");
            assertThat(test.admin(ticks, "{\"time\": 5000}").status()).isEqualTo(200);
            assertThat(test.admin(ticks, "{\"time\": 4000}").status()).isEqualTo(409);
            test.post("decisions", "{\"unit\":\"u\",\"at\":6000}");
            test.post("decisions", "{\"unit\":\"u\"}");
            assertThat(test.post("decisions", "{\"unit\":\"u\",\"at\":4999}").status())
                    .isEqualTo(422);
            assertThat(test.post("outcomes", "{\"unit\":\"u\",\"id\":\"x\",\"metrics\":{\"click\":1}}")
                            .status())
                    .isEqualTo(202);
            assertThat(test.admin(ticks, "{\"time\": 7000}").status()).isEqualTo(200);
            assertThat(test.decisions()).extracting(Decision::getTime).containsExactlyInAnyOrder(6000L, 5000L);
            for (String topic : List.of(file.topics().decisions(), file.topics().outcomes())) {
                assertThat(test.ticks(topic, 0)).extracting(Tick::getTime).containsExactly(5000L, 7000L);
                assertThat(test.ticks(topic, 1)).extracting(Tick::getTime).containsExactly(5000L, 7000L);
            }
        }
    }

    @Test
    void theClockTicksByItself() throws Exception {
        ProblemFile file = problem(yaml("clock", "time: {tick: PT0.1S}"), OneBroker.bootstrap());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            until(() -> test.ticks(file.topics().decisions(), 0).size() > 3);
            assertThat(test.ticks(file.topics().outcomes(), 0))
                    .allMatch(t -> t.getSource().equals("test"));
        }
    }

    @Test
    void requestsByKafkaAreDecidedOnceAndBadOnesBecomeDeadLetters() throws Exception {
        ProblemFile file = problem(yaml("asked", ""), OneBroker.bootstrap());
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        ByteArraySerializer bytes = new ByteArraySerializer();
        byte[] avro = Codec.of(DecisionRequest.class)
                .encode(DecisionRequest.newBuilder()
                        .setId("b")
                        .setUnit("u")
                        .setFeatures("{\"kind\":\"b\"}")
                        .build());
        byte[] tick = Codec.of(Tick.class).encode(new Tick(1L, "x", null));
        try (ServiceUnderTest test = new ServiceUnderTest(file, data);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (byte[] value : List.of(
                    utf8("{\"id\":\"a\",\"unit\":\"u\"}"),
                    avro,
                    utf8("{\"unit\":\"u\"}"),
                    utf8("{\"id\":\"a\",\"unit\":\"u\"}"),
                    utf8("{\"id\":\"a\",\"unit\":\"u\",\"step\":1}"),
                    utf8("{"),
                    utf8("{\"unit\":\"u\",\"features\":{\"x\":[1]}}"),
                    tick,
                    new byte[] {(byte) 0xC3, 1, 2},
                    new byte[0],
                    utf8("{\"id\":\"last\",\"unit\":\"u\"}"))) {
                producer.send(new ProducerRecord<>(file.topics().requests(), value));
            }
            producer.flush();
            until(() -> test.decisions().size() == 4);
            assertThat(test.decisions()).extracting(Decision::getCallerId).containsExactly("a", "b", "0-2", "last");
            assertThat(test.decisions().get(1).getSituation().getFeatures().getTexts())
                    .containsExactly("b");
            Codec<DeadLetter> letters = Codec.of(DeadLetter.class);
            assertThat(test.read(file.topics().deadLetters()))
                    .extracting(r -> letters.decode(r.value()).getReason())
                    .containsExactly("conflict", "undecodable", "invalid", "wrong-type", "undecodable", "undecodable");
            assertThat(test.post("decisions", "{\"id\":\"a\",\"unit\":\"u\"}").status())
                    .isEqualTo(200);
            assertThat(test.decisions()).hasSize(4);
        }
    }

    @Test
    void aDecisionExplainsItselfAndIsMadeAgainWithTheSameBits() throws Exception {
        ProblemFile file = problem(yaml("why", "service: {log: before-reply}"), OneBroker.bootstrap());
        publish(file, 0, 0, learner(file, 50), learner(file, 50).content());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            test.get("policy?transitions=50&wait=PT20S");
            String id = test.post("decisions", "{\"unit\":\"u\",\"features\":{\"x\":[1,2],\"kind\":\"b\"}}")
                    .json()
                    .get("decision")
                    .asString();
            publish(file, 0, 1, learner(file, 90), learner(file, 90).content());
            test.get("policy?transitions=90&wait=PT20S");
            Answer why = test.get("decisions/" + id);
            assertThat(why.status()).as(why.body()).isEqualTo(200);
            assertThat(why.json().get("reexecuted").get("same").asBoolean()).isTrue();
            assertThat(why.json().get("version").asString()).isEqualTo("0.0");
            assertThat(why.json().get("features").get("x").get(1).asDouble()).isEqualTo(2);
            assertThat(why.json().get("alternatives").size()).isEqualTo(3);
            assertThat(why.json().get("contributions").size()).isPositive();
            assertThat(why.json().get("log").get("decision").get("topic").asString())
                    .isEqualTo(file.topics().decisions());
            assertThat(test.get("decisions/" + id.replace(id.charAt(48), id.charAt(48) == '0' ? '1' : '0'))
                            .status())
                    .isEqualTo(404);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String version(ServiceUnderTest test) {
        try {
            return test.get("policy").json().get("version").asString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
