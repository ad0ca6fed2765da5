package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.learner;
import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.publish;
import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.service.ServiceSettings;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service finds when it starts, and does not like. */
class StartOfServiceTest {
    @TempDir
    Path data;

    private static String yaml(String name, int partitions) {
        return """
                problem: %s
                features: [{name: x, type: numeric, missing: 0}]
                actions: {ids: [red, green]}
                default-action: green
                reward: {formula: click, window: PT5S, if-none: 0}
                topics: {partitions: %d}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                """.formatted(name, partitions);
    }

    @Test
    void problemsWithoutTopicsOrWithOtherPartitionsAreRefusedAndStopNoOther() throws Exception {
        ProblemFile good = problem(yaml("good", 1), OneBroker.bootstrap());
        Map<String, String> kafka = Map.of("bootstrap.servers", OneBroker.bootstrap());
        ProblemFile without = ProblemFiles.parse(yaml("without", 1)).withKafka(kafka);
        problem(yaml("other", 2), OneBroker.bootstrap());
        ProblemFile other = ProblemFiles.parse(yaml("other", 3)).withKafka(kafka);
        try (ServiceUnderTest test =
                new ServiceUnderTest(List.of(good, without, other), new ServiceSettings(0, 0, data, "test", 1))) {
            assertThat(test.post("decisions", "{\"unit\":\"u\"}").status()).isEqualTo(200);
            assertThat(test.service.failures()).containsOnlyKeys("without", "other");
            Answer refused = test.post("/v1/problems/without/decisions", "{\"unit\":\"u\"}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("weir.without.decisions").contains("weir topics apply");
            assertThat(test.post("/v1/problems/other/decisions", "{\"unit\":\"u\"}")
                            .body())
                    .contains("topics.partitions is 3")
                    .contains("weir.other.decisions has 2");
            assertThat(test.get("/v1/problems/nobody/policy").status()).isEqualTo(404);
            assertThat(test.admin("/health/ready", null).body()).contains("failed: topics must exist");
        }
    }

    @Test
    void aVersionOnDiskThatTheTopicDoesNotHoldIsDropped() throws Exception {
        ProblemFile file = problem(yaml("anew", 1), OneBroker.bootstrap());
        publish(file, 3, 7, learner(file, 20), learner(file, 20).content());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            assertThat(version(test, 20)).isEqualTo("3.7");
        }
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            until(() -> caughtUp(test));
            assertThat(version(test, 20)).as("the topic holds it").isEqualTo("3.7");
        }
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            admin.deleteTopics(List.of(file.topics().policies())).all().get();
            until(() -> !exists(admin, file.topics().policies()));
        }
        problem(yaml("anew", 1), OneBroker.bootstrap());
        publish(file, 0, 1, learner(file, 30), learner(file, 30).content());
        for (int start = 0; start < 2; start++) {
            try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
                until(() -> caughtUp(test));
                assertThat(version(test, 30)).isEqualTo("0.1");
            }
        }
    }

    private static boolean caughtUp(ServiceUnderTest test) {
        return test.service.caughtUp(test.file.name());
    }

    private static boolean exists(Admin admin, String topic) {
        try {
            return admin.listTopics().names().get().contains(topic);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version(ServiceUnderTest test, int transitions) throws Exception {
        Answer answer = test.get("policy?wait=PT20S&transitions=" + transitions);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("version").asString();
    }
}
