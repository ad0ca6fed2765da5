package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.learner;
import static dev.weir.systemtests.service.ServiceUnderTest.problem;
import static dev.weir.systemtests.service.ServiceUnderTest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A chain's reorder decisions of one night, in one request: every SKU of every shop. */
class NightlyBatchTest {
    private static final int SHOPS = 50_000;
    private static final int BROKEN = 31_007;
    private static final String YAML = """
            problem: nightly
            features:
              - {name: on_hand, type: numeric, missing: 0}
              - {name: pipeline, type: numeric, size: 2, missing: 0}
            actions: {quantities: {max: 40, step: 2}}
            default-action: from-request
            limits: {max: request.max_order}
            reward: {formula: "-1*cost", window: PT24H, aggregate: sum, if-none: 0}
            discount: 0.95
            episodes: {timeout: PT48H}
            tracks: {dqn: {algorithm: {name: dqn, hidden: [32, 32]}, exploration: {name: epsilon-greedy, floor: 0.3}, publish: {every-transitions: 100}, seed: 5}}
            join: {horizon: PT72H}
            topics: {partitions: 3}
            service: {log: before-reply}
            """;

    @TempDir
    Path data;

    private static int limit(int shop) {
        return 2 * (shop % 21);
    }

    private static String body() {
        StringBuilder body = new StringBuilder("{\"requests\":[");
        for (int i = 0; i < SHOPS; i++) {
            String features = i == BROKEN ? "\"on_hand\":\"many\"" : "\"on_hand\":" + i % 30;
            body.append(i == 0 ? "" : ",").append("""
                    {"id":"night-1/%d","unit":"sku@%d","step":7,"features":{%s,"pipeline":[%d,0]},"allowed":{"max_order":%d},\
                    "baselineAction":"0"}""".formatted(i, i, features, i % 5, limit(i)));
        }
        return body.append("]}").toString();
    }

    @Test
    void everyShopIsAnsweredAndLoggedOnceWithinItsLimitAndABrokenOneAlone() throws Exception {
        ProblemFile file = problem(YAML, OneBroker.bootstrap());
        Learner learner = learner(file, 300);
        publish(file, 0, 0, learner, learner.content());
        try (ServiceUnderTest test = new ServiceUnderTest(file, data)) {
            test.get("policy?transitions=300&wait=PT20S");
            Answer answer = test.post("decisions:batch", body());
            assertThat(answer.status()).as(answer.body().substring(0, 300)).isEqualTo(200);
            JsonNode results = answer.json().get("results");
            assertThat(results).hasSize(SHOPS);
            Map<String, String> told = new HashMap<>();
            int explored = 0;
            for (int i = 0; i < SHOPS; i++) {
                JsonNode one = results.get(i);
                if (i == BROKEN) {
                    assertThat(one.get("status").asInt()).isEqualTo(422);
                    assertThat(one.get("field").asString()).isEqualTo("requests[31007].features.on_hand");
                    continue;
                }
                assertThat(one.get("version").asString()).isEqualTo("0.0");
                assertThat(Integer.parseInt(one.get("action").asString())).isBetween(0, limit(i));
                explored += one.get("propensity").asDouble() < 0.5 ? 1 : 0;
                told.put("night-1/" + i, one.get("action").asString());
            }
            assertThat(explored).isGreaterThan(SHOPS / 10); // limits hold while exploring, not because nothing explores
            assertThat(test.decisions()).hasSize(SHOPS - 1);
            for (Decision d : test.decisions()) {
                assertThat(told.remove(d.getCallerId())).isEqualTo(d.getAction());
                assertThat(d.getStep()).isEqualTo(7);
                assertThat(d.getPmf().stream().mapToDouble(p -> p).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
            }
            assertThat(told).isEmpty();
        }
    }
}
