package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceProtocolTest {
    /** What KServe's Python client, {@code InferRequest.to_rest()}, writes for three inputs of two rows. */
    private static final String KSERVE = """
            {"id": "4be4e82f-5500-420a-a5c5-ac86841e271b",
             "inputs": [
              {"name": "unit", "shape": [2], "datatype": "BYTES", "data": ["user-1", "user-2"]},
              {"name": "x", "shape": [2, 3], "datatype": "FP32", "data": [6.8, 2.8, 4.8, 6.0, 3.4, 4.5]},
              {"name": "device", "shape": [2, 1], "datatype": "BYTES", "data": [["phone"], ["desk"]]}],
             "parameters": {"content_type": "np"}}
            """;

    @TempDir
    static Path folder;

    private static ServiceUnderTest test;

    @BeforeAll
    static void start() throws Exception {
        ProblemFile file = ServiceUnderTest.problem("""
                problem: model
                features:
                  - {name: x, type: numeric, size: 3, missing: 0}
                  - {name: device, type: categorical, values: [phone, desk]}
                actions: {ids: [red, green]}
                default-action: green
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                """, OneBroker.bootstrap());
        Learner learner = ServiceUnderTest.learner(file, 20);
        ServiceUnderTest.publish(file, 0, 1, learner, learner.content());
        test = new ServiceUnderTest(file, folder);
        until(() -> test.service.caughtUp("model"));
    }

    @AfterAll
    static void stop() {
        test.close();
    }

    @Test
    void aKServeClientsRequestIsAnsweredWithTensorsAndLogged() throws Exception {
        assertThat(test.get("/v2/health/live").status()).isEqualTo(200);
        until(() -> status("/v2/health/ready") == 200);
        assertThat(test.get("/v2/models/model/ready").status()).isEqualTo(200);
        Answer answer = test.post("/v2/models/model/infer", KSERVE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var json = answer.json();
        assertThat(json.get("model_name").asString()).isEqualTo("model");
        assertThat(json.get("model_version").asString()).isEqualTo("0.1");
        assertThat(json.get("id").asString()).startsWith("4be4e82f");
        assertThat(json.get("outputs").get(0).get("name").asString()).isEqualTo("action");
        assertThat(json.get("outputs").get(0).get("data").get(1).asString()).isIn("red", "green");
        assertThat(json.get("outputs").get(1).get("datatype").asString()).isEqualTo("FP64");
        assertThat(json.get("outputs").get(1).get("shape").get(0).asInt()).isEqualTo(2);
        assertThat(test.post("/v2/models/model/infer", KSERVE).body())
                .as("a retry")
                .isEqualTo(answer.body());
        until(() -> test.decisions().size() == 2);
        assertThat(test.decisions()).extracting(Decision::getUnit).containsExactly("user-1", "user-2");
        Decision second = test.decisions().get(1);
        assertThat(second.getId())
                .isEqualTo(json.get("outputs").get(2).get("data").get(1).asString());
        assertThat(second.getPropensity())
                .isEqualTo(json.get("outputs").get(1).get("data").get(1).asDouble());
        assertThat(second.getSituation().getFeatures().getNumbers()).containsExactly(6.0, 3.4, 4.5);
    }

    @Test
    void theModelSaysItsTensors() throws Exception {
        var json = test.get("/v2/models/model").json();
        assertThat(json.get("versions").get(0).asString()).isEqualTo("0.1");
        assertThat(json.get("inputs").get(1).get("name").asString()).isEqualTo("x");
        assertThat(json.get("inputs").get(1).get("shape").get(1).asInt()).isEqualTo(3);
        assertThat(json.get("inputs").get(2).get("datatype").asString()).isEqualTo("BYTES");
        assertThat(test.get("/v2/models/none").status()).isEqualTo(404);
    }

    @Test
    void tensorsThatDoNotFitAreNamed() throws Exception {
        refused(KSERVE.replace("[2, 3]", "[2, 2]"), 422, "inputs[1].data");
        refused(KSERVE.replace("FP32", "COMPLEX"), 422, "inputs[1].datatype");
        refused(KSERVE.replace("\"x\"", "\"y\""), 422, "y[0]");
        refused(KSERVE.replace("\"unit\", \"shape\": [2]", "\"unit\", \"shape\": [1]"), 422, "inputs[0].data");
        refused("{}", 422, "inputs");
        refused("{\"inputs\":[", 400, "body");
        refused(KSERVE.replace("[2, 3]", "[2000000000, 2000000000]"), 422, "inputs[1].shape");
    }

    private static int status(String path) {
        try {
            return test.get(path).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(String body, int status, String field) throws Exception {
        Answer answer = test.post("/v2/models/model/infer", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("field").asString()).isEqualTo(field);
    }
}
