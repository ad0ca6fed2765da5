package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.learner;
import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.service.ServiceSettings;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentDecisionsTest {
    private static final String YAML = """
            problem: %s
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [red, green, blue]}
            default-action: green
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
            """;

    @TempDir
    Path data;

    @Test
    void whyKnowsADecisionThatNoBrokerHasYet() throws Exception {
        ProblemFile away = ProblemFiles.parse(YAML.formatted("unlogged"))
                .withKafka(Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000"));
        try (ServiceUnderTest test = new ServiceUnderTest(away, data)) {
            String id = test.post("decisions", "{\"unit\":\"u\"}")
                    .json()
                    .get("decision")
                    .asString();
            Answer why = test.get("decisions/" + id);
            assertThat(why.status()).as(why.body()).isEqualTo(200);
            assertThat(why.json().get("action").asString()).isEqualTo("green");
        }
    }

    @Test
    void whyExplainsWhatItCanOfActionsThatAreNoMore() throws Exception {
        ProblemFile file = problem(YAML.formatted("shrunk"), OneBroker.bootstrap());
        publish(file, 0, 0, learner(file, 30), learner(file, 30).content());
        DecisionId id = DecisionId.of(new UnitId("u"), "one");
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            assertThat(test.get("policy?transitions=30&wait=PT20S").status()).isEqualTo(200);
            test.post("decisions", "{\"unit\":\"u\",\"id\":\"one\",\"allowed\":{\"actions\":[\"blue\"]}}");
            assertThat(test.get("decisions/" + id).json().get("action").asString())
                    .isEqualTo("blue");
        }
        ProblemFile shrunk = ProblemFiles.parse(YAML.formatted("shrunk").replace(", blue", ""))
                .withKafka(Map.of("bootstrap.servers", OneBroker.bootstrap()));
        try (ServiceUnderTest test = new ServiceUnderTest(shrunk, data)) {
            Answer why = test.get("decisions/" + id);
            assertThat(why.status()).as(why.body()).isEqualTo(200);
            assertThat(why.json().get("action").asString()).isEqualTo("blue");
            assertThat(why.json().get("alternatives").size()).isZero();
            assertThat(why.json().get("notReexecuted").asString()).contains("other actions");
        }
    }

    @Test
    void severalEventLoopsMakeOneDecisionOfOneId() throws Exception {
        ProblemFile file = problem(YAML.formatted("loops"), OneBroker.bootstrap());
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (ServiceUnderTest test = new ServiceUnderTest(List.of(file), new ServiceSettings(0, 0, data, "test", 3))) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String body = "{\"unit\":\"u\",\"id\":\"" + i / 8 + "\"}";
                answers.add(callers.submit(() -> test.post("decisions", body)));
            }
            Set<String> told = new HashSet<>();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                told.add(answer.get().body());
            }
            assertThat(told).hasSize(50);
            assertThat(loops()).isGreaterThanOrEqualTo(3);
            ServiceUnderTest.until(() -> test.decisions().size() >= 50);
            assertThat(test.decisions())
                    .extracting(Decision::getId)
                    .doesNotHaveDuplicates()
                    .hasSize(50);
        } finally {
            callers.shutdown();
        }
    }

    private static long loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("vert.x-eventloop-thread"))
                .count();
    }
}
