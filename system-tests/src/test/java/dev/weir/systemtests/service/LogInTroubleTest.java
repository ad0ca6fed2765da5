package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.ServiceSettings;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The brokers stand still for a while, with all connections open. */
class LogInTroubleTest {
    @TempDir
    static Path folder;

    private static ChildJvm broker;

    @BeforeAll
    static void start() throws Exception {
        broker = ChildJvm.start(
                BrokerProcess.class,
                folder.resolve("broker.log"),
                folder.resolve("broker").toString());
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    private static ProblemFile file(String name, String log) {
        String yaml = """
                problem: %s
                features: [{name: x, type: numeric, missing: 0}]
                actions: {ids: [red, green]}
                default-action: green
                reward: {formula: click, window: PT5S, if-none: 0}
                service: {log: %s, journal-bytes: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                """.formatted(name, log);
        return problem(yaml, broker.ready())
                .withKafka(Map.of("bootstrap.servers", broker.ready(), "request.timeout.ms", "1000"));
    }

    private static ServiceUnderTest service(ProblemFile file, Duration replyWithin) {
        return new ServiceUnderTest(
                List.of(file), new ServiceSettings(0, 0, folder.resolve(file.name()), "test", 1, replyWithin));
    }

    /** The producer's first request is written when the broker goes on, and so is what it sent again meanwhile. */
    @Test
    void aDecisionWhoseLogTimedOutIsLoggedOnceAndToldAtTheRetry() throws Exception {
        ProblemFile file = file("late", "before-reply");
        String body = "{\"id\":\"one\",\"unit\":\"u\",\"features\":{\"x\":1}}";
        try (ServiceUnderTest test = service(file, Duration.ofMillis(600))) {
            assertThat(test.post("decisions", "{\"id\":\"zero\",\"unit\":\"u\"}")
                            .status())
                    .isEqualTo(200);
            broker.freeze();
            try {
                Answer first = test.post("decisions", body);
                assertThat(first.status()).as(first.body()).isEqualTo(503);
                assertThat(first.retryAfter()).isEqualTo("1");
                assertThat(test.post("decisions", body).status()).isEqualTo(503);
                assertThat(test.post("decisions", body.replace(":1}", ":2}")).status())
                        .isEqualTo(409);
                Answer batch = test.post("decisions:batch", "{\"requests\":[" + body + ",{}]}");
                assertThat(batch.json().get("results").get(0).get("status").asInt())
                        .isEqualTo(503);
                assertThat(batch.json().get("results").get(1).get("status").asInt())
                        .isEqualTo(422);
            } finally {
                broker.thaw();
            }
            until(() -> status(test, body) == 200);
            String told = test.post("decisions", body).body();
            assertThat(test.post("decisions", body).body()).isEqualTo(told);
            assertThat(test.decisions()).extracting(Decision::getCallerId).containsExactly("zero", "one");
        }
    }

    @Test
    void aFullBufferIsRefusedCountedAndRecovers() throws Exception {
        ProblemFile file = file("full", "after-reply");
        long decided = 0;
        long refused = 0;
        try (ServiceUnderTest test = service(file, ServiceSettings.REPLY_WITHIN)) {
            assertThat(status(test, "{\"unit\":\"u\"}")).isEqualTo(200);
            broker.freeze();
            try {
                String many = "{\"requests\":[" + "{\"unit\":\"u\"},".repeat(9_999) + "{\"unit\":\"u\"}]}";
                for (int i = 0; i < 7; i++) {
                    for (JsonNode one :
                            test.post("decisions:batch", many).json().get("results")) {
                        decided += one.has("action") ? 1 : 0;
                        refused += one.has("status") && one.get("status").asInt() == 503 ? 1 : 0;
                    }
                }
                Answer answer = test.post("decisions", "{\"unit\":\"u\"}");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).isEqualTo("1");
                Answer outcome = test.post("outcomes", "{\"unit\":\"u\",\"id\":\"1\",\"metrics\":{\"click\":1}}");
                assertThat(outcome.status()).isEqualTo(503);
                refused += 2;
            } finally {
                broker.thaw();
            }
            assertThat(decided).isBetween(60_000L, 65_536L);
            assertThat(decided + refused).isEqualTo(70_002);
            assertThat(test.meters
                            .counter("weir.service.log.refused", "problem", "full")
                            .count())
                    .isEqualTo(refused);
            assertThat(test.meters
                            .counter("weir.service.refusals", "problem", "full", "status", "503")
                            .count())
                    .isEqualTo(refused);
            until(() -> status(test, "{\"unit\":\"v\"}") == 200);
            long logged = decided + 2;
            until(() -> test.decisions().stream()
                            .filter(d -> d.getUnit().equals("u"))
                            .count()
                    == logged - 1);
            assertThat(test.meters
                            .counter("weir.service.log.lost", "problem", "full")
                            .count())
                    .isZero();
        }
    }

    private static int status(ServiceUnderTest test, String body) {
        try {
            return test.post("decisions", body).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
