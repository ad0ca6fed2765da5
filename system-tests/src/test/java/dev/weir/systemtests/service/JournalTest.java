package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.ServiceSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Decisions that are made while the brokers are away. */
class JournalTest {
    private static final int BATCH = 1000;
    private static final int UNITS = 50;

    @TempDir
    Path folder;

    private ChildJvm broker;
    private int asked;

    @BeforeEach
    void start() throws Exception {
        broker = ChildJvm.start(
                BrokerProcess.class,
                folder.resolve("broker.log"),
                folder.resolve("broker").toString());
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private static String yaml(String name) {
        return """
                problem: %s
                features: [{name: x, type: numeric, missing: 0}]
                actions: {ids: [red, green]}
                default-action: green
                reward: {formula: click, window: PT5S, if-none: 0}
                topics: {partitions: 2}
                time: {tick: PT0.1S}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                """.formatted(name);
    }

    @Test
    void everyDecisionOfAnOutageStandsInTheLogOnceAndInOrder() throws Exception {
        ProblemFile file = problem(yaml("away"), broker.ready());
        try (ServiceUnderTest test =
                new ServiceUnderTest(List.of(file), new ServiceSettings(0, 0, folder.resolve("data"), "test", 1))) {
            decide(test.service.port(), file, 2);
            until(() -> test.decisions().size() == 2 * BATCH);
            broker.freeze();
            try {
                decide(test.service.port(), file, 30);
            } finally {
                broker.thaw();
            }
            decide(test.service.port(), file, 5);
            until(() -> test.decisions().size() >= asked);
            assertThat(onceAndInOrder(test)).isEqualTo(asked);
            assertThat(counted(test, "spilled")).isGreaterThan(15_000).isEqualTo(counted(test, "replayed"));
            int ticks = test.ticks(file.topics().decisions(), 1).size();
            until(() -> test.ticks(file.topics().decisions(), 1).size() > ticks + 2); // time goes on
            decide(test.service.port(), file, 1);
            until(() -> test.decisions().size() >= asked);
            assertThat(onceAndInOrder(test)).isEqualTo(asked);
        }
    }

    @Test
    void aBrokerThatDiesAndComesBackIsToldEverythingToo() throws Exception {
        ProblemFile file = problem(yaml("dead"), broker.ready());
        try (ServiceUnderTest test =
                new ServiceUnderTest(List.of(file), new ServiceSettings(0, 0, folder.resolve("data"), "test", 1))) {
            decide(test.service.port(), file, 2);
            until(() -> test.decisions().size() == 2 * BATCH);
            broker.kill();
            decide(test.service.port(), file, 15);
            broker = ChildJvm.start(
                    BrokerProcess.class,
                    folder.resolve("broker-2.log"),
                    folder.resolve("broker").toString(),
                    broker.ready().replaceAll(".*:", ""));
            decide(test.service.port(), file, 1);
            until(() -> test.decisions().size() >= asked);
            assertThat(onceAndInOrder(test)).isEqualTo(asked);
            assertThat(counted(test, "spilled")).isPositive();
        }
    }

    /** It dies with a full journal, and then again while it replays: what was in the journal is there once. */
    @Test
    void nothingOfTheJournalIsLostOrTwiceThoughTheServiceIsKilled() throws Exception {
        ProblemFile file = problem(yaml("killed-away"), broker.ready());
        Path yaml = Files.writeString(folder.resolve("problem.yaml"), yaml("killed-away"));
        try (ChildJvm service = child(yaml, 0)) {
            decide(Integer.parseInt(service.ready()), file, 1);
            Thread.sleep(1000);
            broker.freeze();
            decide(Integer.parseInt(service.ready()), file, 60);
            service.kill();
        }
        broker.thaw();
        for (int kill = 1; kill <= 2; kill++) {
            try (ChildJvm service = child(yaml, kill)) {
                assertThat(service.ready()).isNotEmpty();
                Thread.sleep(700L * kill); // in the middle of it, more or less
                service.kill();
            }
        }
        try (ServiceUnderTest test =
                new ServiceUnderTest(List.of(file), new ServiceSettings(0, 0, folder.resolve("child"), "child", 1))) {
            until(() -> test.meters.get("weir.service.journal.bytes").gauge().value() == 0);
            int logged = onceAndInOrder(test);
            assertThat(logged)
                    .as("at most what was on its way to Kafka is missing")
                    .isBetween(asked - 8192, asked);
            String said = Files.readString(folder.resolve("service-1.log"));
            int unaccounted = Integer.parseInt(said.replaceAll("(?s).*died with (\\d+) decisions.*", "$1"));
            assertThat(asked - logged).as("and the next one has said how many").isBetween(1, unaccounted);
            decide(test.service.port(), file, 1);
            until(() -> test.decisions().size() == logged + BATCH);
            assertThat(onceAndInOrder(test)).isEqualTo(logged + BATCH);
        }
    }

    private ChildJvm child(Path yaml, int n) throws Exception {
        return ChildJvm.start(
                ServiceProcess.class,
                folder.resolve("service-" + n + ".log"),
                yaml.toString(),
                broker.ready(),
                folder.resolve("child").toString());
    }

    /** Asks for so many batches of decisions, all of which must be made; ids count up. */
    private void decide(int port, ProblemFile file, int batches) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (int b = 0; b < batches; b++) {
            StringBuilder body = new StringBuilder("{\"requests\":[");
            for (int i = 0; i < BATCH; i++, asked++) {
                body.append(i == 0 ? "" : ",")
                        .append("{\"id\":\"%d\",\"unit\":\"u%d\"}".formatted(asked, asked % UNITS));
            }
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + port + "/v1/problems/" + file.name() + "/decisions:batch"))
                    .POST(HttpRequest.BodyPublishers.ofString(body.append("]}").toString()))
                    .build();
            String answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            for (JsonNode one : new ObjectMapper().readTree(answer).get("results")) {
                assertThat(one.has("action")).as(one.toString()).isTrue();
            }
        }
    }

    private static int onceAndInOrder(ServiceUnderTest test) {
        List<Decision> decisions = test.decisions();
        Map<String, Integer> last = new HashMap<>();
        HashSet<String> ids = new HashSet<>();
        for (Decision d : decisions) {
            int n = Integer.parseInt(String.valueOf(d.getCallerId()));
            assertThat(ids.add(d.getId())).as("twice: %s", d).isTrue();
            assertThat(last.getOrDefault(d.getUnit(), -1))
                    .as("order of %s", d.getUnit())
                    .isLessThan(n);
            last.put(d.getUnit(), n);
        }
        return decisions.size();
    }

    private static double counted(ServiceUnderTest test, String what) {
        return test.meters
                .counter("weir.service.journal." + what, "problem", test.file.name())
                .count();
    }
}
