package dev.weir.systemtests.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.cli.Main;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.systemtests.why.WhyStage.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An auditor's afternoon: any decision, of any kind, from any process, whatever was restarted or deleted meanwhile. */
class WhyLoopTest {
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

    private static WhyStage stage(String name) {
        return new WhyStage(name, broker.bootstrapServers(), folder.resolve(name));
    }

    private static JsonNode same(JsonNode why) {
        assertThat(why.get("reexecuted").isNull()).as(why.toString()).isFalse();
        assertThat(why.get("reexecuted").get("same").asBoolean())
                .as(why.toString())
                .isTrue();
        return why;
    }

    /** One decision that each kind of process answers for, in the words of the test. */
    @Test
    void everyKindOfDecisionIsExplainedTheSameByAnyInstance() throws Exception {
        WhyStage stage = stage("kinds");
        try (Applications weir = stage.start("all", EnumSet.allOf(Part.class));
                Applications other = stage.start("other", Set.of(Part.EXPLAIN))) {
            stage.tick(weir, 0);
            String fallback = stage.decide(weir, "u", "fallback", 20);
            String limit = stage.decide(weir, "u", "limit", 7);
            String elsewhere = stage.post(
                            weir,
                            "decisions",
                            "{\"unit\":\"u\",\"id\":\"elsewhere\",\"at\":%d,\"chosen\":\"15\",\"propensity\":0.5,\"allowed\":{\"max_order\":20}}"
                                    .formatted(stage.time))
                    .get("decision")
                    .asString();
            stage.sold(weir, fallback, 9);
            stage.tick(weir, 5_000);
            stage.rollout(
                    "first",
                    "start",
                    Map.of("challenger", "linear", "ramp", "50%", "least-units", "100000", "most-units", "200000"));
            List<String> tried = stage(stage, weir);
            stage.tick(weir, 5_000);

            JsonNode why = same(stage.eventually(
                    weir, "decisions/" + fallback, j -> !j.get("transition").isNull()));
            assertThat(why.get("fallback").asString()).isEqualTo("baseline");
            assertThat(why.get("transition").get("reward").asDouble()).isEqualTo(9);
            assertThat(why.get("transition")
                            .get("outcomes")
                            .get(0)
                            .get("outcomeId")
                            .asString())
                    .isEqualTo("o");
            assertThat(why.get("problem").get("appliedBy").asString()).isEqualTo("ada");
            assertThat(why.get("problem").get("file").asString()).contains("what a shelf gets");
            assertThat(why.get("rollout").isNull()).isTrue();

            JsonNode limited = same(stage.get(weir, "decisions/" + limit).json());
            assertThat(limited.get("limited").asBoolean()).isTrue();
            assertThat(limited.get("limitMax").asDouble()).isEqualTo(7);
            assertThat(limited.get("action").asString()).isEqualTo("5");
            assertThat(limited.get("allowed").size()).isEqualTo(2);

            JsonNode told = stage.get(weir, "decisions/" + elsewhere).json();
            assertThat(told.get("elsewhere").asBoolean()).isTrue();
            assertThat(told.get("notReexecuted").asString()).contains("elsewhere");

            int byPolicy = 0;
            for (String id : tried) {
                JsonNode one = same(stage.get(other, "decisions/" + id).json());
                assertThat(one.get("rollout").get("name").asString()).isEqualTo("first");
                assertThat(one.get("rollout").get("bucket").asInt())
                        .isEqualTo(one.get("bucket").asInt());
                assertThat(one.get("rollout").get("approved").get("by").asString())
                        .isEqualTo("grace");
                if (one.get("variant").asString().equals("linear")) {
                    byPolicy++;
                    assertThat(one.get("contributions").size()).isPositive();
                    assertThat(one.get("lineage").get(0).get("version").asString())
                            .isEqualTo(one.get("version").asString());
                    assertThat(one.get("alternatives").get(0).get("value").isNumber())
                            .isTrue();
                }
            }
            assertThat(byPolicy).isBetween(1, tried.size() - 1);
            stage.eventually(
                    other, "decisions/" + fallback, j -> !j.get("transition").isNull());
            assertThat(stage.get(other, "decisions/" + fallback).body())
                    .isEqualTo(stage.get(weir, "decisions/" + fallback).body());
        }
    }

    private static List<String> stage(WhyStage stage, Applications weir) throws Exception {
        Thread.sleep(1000); // the service reads the rollout a moment later
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String id = stage.decide(weir, "v" + i, "1", i % 3 == 0 ? 12 : 20);
            ids.add(id);
            if (i % 2 == 0) {
                stage.sold(weir, id, i);
            }
        }
        return ids;
    }

    @Test
    void decisionsOfAUnitComeLatestFirstPagedAndFiltered() throws Exception {
        WhyStage stage = stage("units");
        try (Applications weir = stage.start("all", EnumSet.of(Part.SERVICE, Part.EXPLAIN))) {
            stage.tick(weir, 0);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                ids.add(0, stage.decide(weir, "a unit & more", "d" + i, i % 2 == 0 ? 20 : 7));
                stage.decide(weir, "another", "d" + i, 20);
                stage.tick(weir, 1_000);
            }
            String unit = "decisions?unit=" + WhyStage.encoded("a unit & more");
            assertThat(found(stage.get(weir, unit))).isEqualTo(ids);
            Answer first = stage.get(weir, unit + "&limit=3");
            String next = first.json().get("next").asString();
            Answer second = stage.get(weir, unit + "&limit=4&after=" + next);
            List<String> both = new ArrayList<>(found(first));
            both.addAll(found(second));
            assertThat(both).isEqualTo(ids);
            assertThat(found(stage.get(weir, unit + "&action=5"))).containsExactly(ids.get(1), ids.get(3), ids.get(5));
            assertThat(found(stage.get(weir, unit + "&from=1002000&to=1004000")))
                    .containsExactly(ids.get(3), ids.get(4));
            assertThat(found(stage.get(weir, unit + "&from=1970-01-01T00:16:46Z")))
                    .containsExactly(ids.get(0));
            assertThat(found(stage.get(weir, "decisions?unit=nobody"))).isEmpty();
        }
    }

    private static List<String> found(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        answer.json().get("decisions").forEach(d -> ids.add(d.get("decision").asString()));
        return ids;
    }

    @Test
    void anIndexGoesOnAfterARestartAndIsMadeAgainWhereItWasDeleted() throws Exception {
        WhyStage stage = stage("restarts");
        try (Applications weir = stage.start("all", EnumSet.of(Part.SERVICE, Part.INGESTION))) {
            stage.tick(weir, 0);
            assertThat(stage.get(weir, "decisions/" + stage.decide(weir, "u", "0", 20))
                            .status())
                    .isEqualTo(503);
            String before = stage.decide(weir, "u", "1", 20);
            try (Applications index = stage.start("index", Set.of(Part.EXPLAIN))) {
                same(stage.eventually(index, "decisions/" + before, j -> true));
                assertThat(stage.get(index, "policy").status()).isEqualTo(404);
            }
            stage.sold(weir, before, 3);
            String after = stage.decide(weir, "u", "2", 7);
            stage.tick(weir, 5_000);
            for (int i = 0; i < 2; i++) {
                try (Applications index = stage.start("index", Set.of(Part.EXPLAIN))) {
                    JsonNode why = stage.eventually(
                            index,
                            "decisions/" + before,
                            j -> !j.get("transition").isNull());
                    assertThat(same(why).get("transition").get("reward").asDouble())
                            .isEqualTo(3);
                    same(stage.eventually(index, "decisions/" + after, j -> true));
                    assertThat(found(stage.get(index, "decisions?unit=u"))).hasSize(3);
                }
                delete(folder.resolve("restarts").resolve("index"));
            }
        }
    }

    private static void delete(Path path) throws Exception {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    @Test
    void whatRetentionTookIsToldFromTheTransitionAndElseIsNotThere() throws Exception {
        WhyStage stage = stage("retention");
        try (Applications weir = stage.start("all", EnumSet.of(Part.SERVICE, Part.INGESTION));
                Applications index = stage.start("index", Set.of(Part.EXPLAIN))) {
            stage.tick(weir, 0);
            String joined = stage.decide(weir, "u", "joined", 20);
            stage.tick(weir, 5_000);
            String open = stage.decide(weir, "u", "open", 20);
            stage.eventually(
                    index, "decisions/" + joined, j -> !j.get("transition").isNull());
            assertThat(stage.get(index, "decisions/" + open).status()).isEqualTo(200);
            try (Admin admin = Admin.create(stage.file.kafkaSettings().forClient(Kind.ADMIN))) {
                RecordsToDelete all = RecordsToDelete.beforeOffset(-1);
                String topic = stage.file.topics().decisions();
                admin.deleteRecords(Map.of(new TopicPartition(topic, 0), all, new TopicPartition(topic, 1), all))
                        .all()
                        .get();
            }
            same(stage.get(index, "decisions/" + joined).json());
            Answer gone = stage.get(index, "decisions/" + open);
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.json().get("detail").asString()).contains("retention");
        }
    }

    @Test
    void whatIsNotThereOrNotUnderstoodIsSaidSo() throws Exception {
        WhyStage stage = stage("wrong");
        try (Applications weir = stage.start("all", EnumSet.of(Part.SERVICE, Part.EXPLAIN))) {
            stage.tick(weir, 0);
            Answer unknown = stage.get(weir, "decisions/0123456789abcdef-0123456789abcdef0123456789abcdef");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.json().get("type").asString()).isEqualTo("urn:weir:problem:not-found");
            assertThat(stage.get(weir, "decisions/nonsense").status()).isEqualTo(404);
            refused(stage.get(weir, "decisions"), "unit", "absent");
            refused(stage.get(weir, "decisions?unit="), "unit", "''");
            refused(stage.get(weir, "decisions?unit=u&from=yesterday"), "from", "yesterday");
            refused(stage.get(weir, "decisions?unit=u&from=5&to=5"), "to", "5");
            refused(stage.get(weir, "decisions?unit=u&limit=0"), "limit", "0");
            refused(stage.get(weir, "decisions?unit=u&limit=201"), "limit", "201");
            refused(stage.get(weir, "decisions?unit=u&after=here"), "after", "here");
            refused(stage.get(weir, "decisions?unit=u&action="), "action", "''");
            refused(stage.get(weir, "decisions?unit=u&form=5"), "form", "5");
            refused(stage.get(weir, "decisions?unit=u&unit=v"), "unit", "[u, v]");
        }
    }

    private static void refused(Answer answer, String field, String value) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("field").asString()).isEqualTo(field);
        assertThat(answer.json().get("value").asString()).isEqualTo(value);
        assertThat(answer.json().get("expected").asString()).isNotEmpty();
    }

    @Test
    void aPersonGetsAPageFromTheServiceAndFromTheCommandLine() throws Exception {
        WhyStage stage = stage("page");
        Path problem = folder.resolve("page.yaml");
        Files.writeString(problem, WhyStage.YAML.formatted("page"));
        try (Applications weir = stage.start("all", EnumSet.of(Part.SERVICE, Part.EXPLAIN, Part.LEARNER))) {
            stage.tick(weir, 0);
            String id = stage.decide(weir, "<b>u</b>", "1", 7);
            Answer page = stage.get(weir, "decisions/" + id, "Accept", "text/html");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body())
                    .startsWith("<!doctype html>")
                    .contains("bit by bit")
                    .doesNotContain("<b>u</b>");
            Path html = folder.resolve("page.html");
            String service = "http://127.0.0.1:" + weir.port();
            assertThat(run(
                            "why",
                            id,
                            "--problem",
                            problem.toString(),
                            "--bootstrap-servers",
                            broker.bootstrapServers(),
                            "--service",
                            service,
                            "--html",
                            html.toString()))
                    .isZero();
            assertThat(html).content().contains("bit by bit").contains(id);
            assertThat(run(
                            "decisions",
                            "find",
                            "--problem",
                            "page",
                            "--unit",
                            "<b>u</b>",
                            "--action",
                            "5",
                            "--service",
                            service))
                    .isZero();
            assertThat(run("decisions", "find", "--problem", "page", "--unit", "nobody", "--service", service))
                    .isEqualTo(1);
        }
    }

    private static int run(String... arguments) {
        return Main.commandLine().execute(arguments);
    }
}
