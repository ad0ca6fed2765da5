package dev.weir.systemtests.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.ops.status.ProblemStatus;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemTemplates;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many problems in one process, and parts of the loop in processes of their own. */
class ManyProblemsTest {
    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aProblemWithoutTopicsStopsNoOther() throws Exception {
        ProblemFile good = problem("good");
        ProblemFile bad = problem("bad");
        topics(good);
        try (Applications weir = start(List.of(bad, good), EnumSet.allOf(Part.class), false)) {
            assertThat(weir.failures()).containsOnlyKeys("bad");
            assertThat(weir.failures().get("bad")).contains("weir topics apply");
            assertThat(decide(weir.port(), "good").statusCode()).isEqualTo(200);
            assertThat(decide(weir.port(), "bad").statusCode()).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void refusesToRunNothing() {
        assertThatThrownBy(() -> start(List.of(problem("nowhere")), EnumSet.allOf(Part.class), false))
                .hasMessageContaining("no problem could be started");
    }

    @Test
    void partsRunAloneAndMeetOnTopics() throws Exception {
        ProblemFile file = problem("apart");
        topics(file);
        try (Applications learner = start(List.of(file), Set.of(Part.LEARNER), false);
                Applications service = start(List.of(file), Set.of(Part.SERVICE), false)) {
            assertThat(learner.port()).isZero();
            HttpResponse<String> policy = get(service.port(), "apart/policy?transitions=0&wait=PT20S");
            assertThat(policy.body()).contains("\"version\":\"0.0\"");
            assertThat(decide(service.port(), "apart").body()).contains("\"fallback\":false");
            assertThat(ProblemStatus.read(file).lines())
                    .anyMatch(l -> l.contains("Track linear: version 0.0"))
                    .anyMatch(l -> l.contains("this file is in force"));
        }
    }

    private static ProblemFile problem(String name) {
        return ProblemFiles.parse(ProblemTemplates.init("ids").replace("problem: my-problem", "problem: " + name))
                .withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void topics(ProblemFile file) {
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
    }

    private static Applications start(List<ProblemFile> problems, Set<Part> parts, boolean createTopics) {
        Path data = folder.resolve("state-" + parts + problems.size());
        RunSettings settings = new RunSettings(0, 0, data, parts, createTopics, "test", 1);
        return Applications.start(problems, settings, "test", System.currentTimeMillis());
    }

    private static HttpResponse<String> decide(int port, String problem) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(port, problem + "/decisions"))
                                .POST(BodyPublishers.ofString("{\"unit\":\"u\",\"features\":{\"device\":\"phone\"}}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + "/v1/problems/" + path);
    }
}
