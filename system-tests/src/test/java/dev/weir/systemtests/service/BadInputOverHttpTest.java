package dev.weir.systemtests.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputOverHttpTest {
    @TempDir
    static Path folder;

    private static ServiceUnderTest rank;
    private static ServiceUnderTest order;

    @BeforeAll
    static void start() {
        rank = new ServiceUnderTest(ServiceUnderTest.problem("""
                        problem: rank
                        features: [{name: x, type: numeric, size: 3, missing: 0}]
                        actions: {candidates: {features: [{name: y, type: numeric, missing: 0}], max: 1000}}
                        default-action: first
                        reward: {formula: click, window: PT5S, if-none: 0}
                        tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                        """, OneBroker.bootstrap()), folder.resolve("rank"));
        order = new ServiceUnderTest(ServiceUnderTest.problem("""
                        problem: order
                        features: [{name: x, type: numeric, size: 1, missing: 0}]
                        actions: {quantities: {max: 60, step: 1}}
                        default-action: from-request
                        limits: {max: request.max-order}
                        reward: {formula: sold, window: PT5S, if-none: 0}
                        tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                        """, OneBroker.bootstrap()), folder.resolve("order"));
    }

    @AfterAll
    static void stop() {
        rank.close();
        order.close();
    }

    @AfterEach
    void theServiceGoesOn() throws Exception {
        Answer answer = rank.post("decisions", "{\"unit\":\"u\",\"candidates\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("action").asString()).isEqualTo("a");
        assertThat(answer.json().get("fallback").asBoolean()).isTrue();
    }

    @Test
    void textThatIsNoJsonIsMalformed() throws Exception {
        for (String body : new String[] {
            "",
            " ",
            "{",
            "[",
            "{\"unit\":\"u\"",
            "{\"unit\":\"u\",\"candidates\":[{\"id\":\"a\"}]} x",
            "[]",
            "null",
            "7",
            "{\"unit\":\"u\",\"features\":{\"x\":[NaN,1,1]}}",
            "{'unit':'u'}",
            "{\"unit\":\"\\ud8\"}"
        }) {
            refused(rank.post("decisions", body), 400, "body");
        }
        refused(
                rank.post("decisions", "{\"unit\":\"\u00c3(\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
                400,
                "body");
        refused(rank.post("decisions", "{\"a\":".repeat(100)), 422, "a");
        refused(rank.post("decisions", "{\"unit\":" + "[".repeat(100_000)), 422, "unit");
        refused(rank.post("outcomes", "{\"metrics\":" + "[".repeat(100_000)), 422, "metrics");
        refused(rank.post("decisions:batch", "{\"requests\":" + "[".repeat(100_000)), 400, "body");
    }

    @Test
    void whatDoesNotFitTheProblemIsNamed() throws Exception {
        String candidates = ",\"candidates\":[{\"id\":\"a\"}]}";
        refused(rank.post("decisions", "{}"), 422, "unit");
        refused(rank.post("decisions", "{\"unit\":\"\"" + candidates), 422, "unit");
        refused(rank.post("decisions", "{\"unit\":\"u\"}"), 422, "candidates");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"candidates\":[]}"), 422, "candidates");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"features\":{\"x\":[1,2]}" + candidates), 422, "features.x");
        refused(
                rank.post("decisions", "{\"unit\":\"u\",\"features\":{\"x\":[1,2,1e999]}" + candidates),
                422,
                "features.x");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"features\":{\"z\":1}" + candidates), 422, "features.z");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"slots\":2" + candidates), 422, "slots");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"propensity\":1" + candidates), 422, "chosen");
        refused(
                rank.post("decisions", "{\"unit\":\"u\",\"chosen\":\"a\",\"propensity\":0" + candidates),
                422,
                "propensity");
        refused(
                rank.post("decisions", "{\"unit\":\"u\",\"chosen\":\"b\",\"propensity\":1" + candidates),
                422,
                "chosen");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"at\":1" + candidates), 422, "at");
        refused(rank.post("decisions", "{\"unit\":\"u\",\"unit\":\"u\"" + candidates), 422, "unit");
        refused(
                rank.post("decisions", "{\"unit\":\"u\",\"candidates\":[{\"id\":\"a\"},{\"id\":\"a\"}]}"),
                422,
                "candidates[1].id");
        refused(
                rank.post("decisions", "{\"unit\":\"u\",\"allowed\":{\"actions\":[\"zz\"]}" + candidates),
                422,
                "allowed.actions");
        String max = ",\"allowed\":{\"max-order\":48}}";
        refused(order.post("decisions", "{\"unit\":\"u\",\"baselineAction\":\"24\"}"), 422, "allowed.max-order");
        refused(order.post("decisions", "{\"unit\":\"u\"" + max), 422, "baselineAction");
        refused(order.post("decisions", "{\"unit\":\"u\",\"baselineAction\":\"61\"" + max), 422, "baselineAction");
        refused(order.post("decisions", "{\"unit\":\"u\",\"baselineAction\":\"many\"" + max), 422, "baselineAction");
        refused(
                order.post("decisions", "{\"unit\":\"u\",\"baselineAction\":\"5\",\"allowed\":{\"max-order\":-1}}"),
                422,
                "allowed");
        refused(rank.post("outcomes", "{\"decision\":\"x\",\"metrics\":{\"click\":1}}"), 422, "decision");
        refused(
                rank.post(
                        "outcomes",
                        "{\"unit\":\"u\",\"id\":\"x\",\"at\":\"2999-01-01T00:00:00Z\",\"metrics\":{\"click\":1}}"),
                422,
                "at");
    }

    @Test
    void hugeBodiesAndAMillionCandidatesAreRefusedQuickly() throws Exception {
        long begin = System.nanoTime();
        String many = "{\"unit\":\"u\",\"candidates\":[" + "{\"id\":\"a\"},".repeat(1_000_000) + "{}]}";
        Answer answer = rank.post("decisions", many);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(rank.post("decisions:batch", "{\"requests\":[" + many + "]}")
                        .json()
                        .get("results")
                        .get(0)
                        .get("field")
                        .asString())
                .isEqualTo("requests[0].candidates[1].id");
        StringBuilder ids = new StringBuilder("{\"requests\":[{\"unit\":\"u\",\"candidates\":[");
        for (int i = 0; i < 1_000_000; i++) {
            ids.append("{\"id\":\"").append(i).append("\"},");
        }
        Answer batch = rank.post("decisions:batch", ids.append("{}]}]}").toString());
        assertThat(batch.json().get("results").get(0).get("field").asString()).isEqualTo("requests[0].candidates");
        assertThat(rank.post("decisions", new byte[40 << 20]).status()).isEqualTo(413);
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(10);
    }

    @Test
    void wrongPathsAndMethodsAreNamed() throws Exception {
        assertThat(rank.post("/v1/problems/nobody/decisions", "{}").status()).isEqualTo(404);
        assertThat(rank.post("/v9", "{}").status()).isEqualTo(404);
        assertThat(rank.post("decisionz", "{}").status()).isEqualTo(404);
        assertThat(rank.get("decisions:batch").status()).isEqualTo(405);
        assertThat(rank.get("decisions").status()).isEqualTo(400);
        assertThat(rank.get("policy?track=nobody").status()).isEqualTo(422);
        assertThat(rank.get("policy?wait=long").status()).isEqualTo(422);
        assertThat(rank.post("decisions/xyz/activation", "").status()).isEqualTo(404);
    }

    @Test
    void anItemThatIsRefusedDoesNotStopTheNext() throws Exception {
        Answer answer = order.post("decisions:batch", """
                {"requests":[
                  {"unit":"u","baselineAction":"24","allowed":{"max-order":48}},
                  {"unit":"u","features":{"x":{"deep":[1,{"er":2}]}},"baselineAction":"24"},
                  7, [1,[2]], {},
                  {"unit":"v","baselineAction":"60","allowed":{"max-order":48.5}},
                  {"unit":"w","baselineAction":"70","allowed":{"max-order":48}}]}
                """);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var results = answer.json().get("results");
        assertThat(results.size()).isEqualTo(7);
        assertThat(results.get(0).get("action").asString()).isEqualTo("24");
        assertThat(results.get(1).get("field").asString()).isEqualTo("requests[1].features.x");
        assertThat(results.get(2).get("status").asInt()).isEqualTo(422);
        assertThat(results.get(3).get("status").asInt()).isEqualTo(422);
        assertThat(results.get(4).get("field").asString()).isEqualTo("requests[4].unit");
        assertThat(results.get(5).get("action").asString()).isEqualTo("48");
        assertThat(results.get(5).get("limited").asBoolean()).isTrue();
        assertThat(results.get(6).get("field").asString()).isEqualTo("baselineAction");
        assertThat(order.post(
                                "outcomes:batch",
                                "{\"outcomes\":[{\"unit\":\"u\",\"id\":\"1\",\"metrics\":{\"sold\":1}},{}]}")
                        .json()
                        .get("results")
                        .get(1)
                        .get("status")
                        .asInt())
                .isEqualTo(422);
    }

    @Test
    void everyRouteOfTheDescriptionIsThere() throws Exception {
        var document = rank.get("/openapi.json").json();
        assertThat(document.get("openapi").asString()).startsWith("3.1");
        String id = "0123456789abcdef-0123456789abcdef0123456789abcdef";
        for (String path : document.get("paths").propertyNames()) {
            String real = path.replace("{problem}", "rank").replace("{decision}", id);
            boolean post = document.get("paths").get(path).has("post");
            boolean both = post && document.get("paths").get(path).has("get");
            Answer wrong = post ? rank.get(real) : rank.post(real, "{}");
            assertThat(wrong.status()).as(path).isEqualTo(both ? 400 : 405);
            Answer right = post ? rank.post(real, "7") : rank.get(real);
            assertThat(document.get("paths")
                            .get(path)
                            .get(post ? "post" : "get")
                            .get("responses")
                            .propertyNames())
                    .as(path)
                    .contains(Integer.toString(right.status()));
        }
    }

    private static void refused(Answer answer, int status, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("type").asString()).startsWith("urn:weir:problem:");
        assertThat(answer.json().get("title").asString()).isNotEmpty();
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("field").asString()).isEqualTo(field);
        assertThat(answer.json().get("expected").asString()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("\tat ");
    }
}
