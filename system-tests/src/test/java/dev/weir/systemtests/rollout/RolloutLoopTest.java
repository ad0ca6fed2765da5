package dev.weir.systemtests.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
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
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The first experiment of every user: their own rule against a learner, over HTTP and a real broker. */
class RolloutLoopTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int BATCH = 100;
    private static final String YAML = """
            problem: %s
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [a, b]}
            default-action: from-request
            reward: {formula: click, window: PT1S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson, floor: 0.05}, publish: {every-transitions: 50}, seed: 3}}
            serve: baseline
            time: {source: driver}
            """;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    private Applications weir;
    private ProblemFile file;
    private long time = 1_000_000;
    private int units;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private void start(String name) throws Exception {
        file = ProblemFiles.parse(YAML.formatted(name))
                .withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
        RunSettings settings = new RunSettings(0, 0, folder.resolve(name), EnumSet.allOf(Part.class), true, "test", 1);
        weir = Applications.start(List.of(file), settings, "test", time);
        tick();
    }

    private void tick() throws Exception {
        post(weir.adminPort(), "ticks", "{\"time\":" + time + "}");
    }

    private JsonNode post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/problems/" + file.name() + "/" + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    /** New units decide once each; what is clicked depends on the action alone. Counts actions by variant. */
    private Map<String, Integer> batch(double a, double b) throws Exception {
        StringBuilder asked = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            asked.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"1\",\"unit\":\"u%d\",\"at\":%d,\"baselineAction\":\"a\"}"
                            .formatted(units++, time));
        }
        JsonNode decided = post(weir.port(), "decisions:batch", "{\"requests\":[" + asked + "]}")
                .get("results");
        StringBuilder happened = new StringBuilder();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < BATCH; i++) {
            JsonNode one = decided.get(i);
            String action = one.get("action").asString();
            counts.merge(one.get("variant").asString() + " " + action, 1, Integer::sum);
            boolean click = CounterRandom.uniform(5, 5, units + i) < (action.equals("a") ? a : b);
            happened.append(i == 0 ? "" : ",")
                    .append("{\"decision\":\"%s\",\"outcomeId\":\"o\",\"at\":%d,\"metrics\":{\"click\":%d}}"
                            .formatted(one.get("decision").asString(), time + 100, click ? 1 : 0));
        }
        post(weir.port(), "outcomes:batch", "{\"outcomes\":[" + happened + "]}");
        time += 2_000;
        tick();
        return counts;
    }

    private RolloutPhase phase() {
        RolloutState state = RolloutDesk.history(file).state();
        return state == null ? RolloutPhase.DRAFT : state.getPhase();
    }

    private void ask(String command, Map<String, String> arguments) {
        assertThat(RolloutDesk.ask(file, "try", command, "ada", "a test", arguments, time)
                        .done())
                .isTrue();
    }

    private void playUntilItEnds(double a, double b) throws Exception {
        for (int i = 0; i < 60 && phase() == RolloutPhase.RAMP; i++) {
            batch(a, b);
        }
    }

    @Test
    void theLearnerBeatsTheRuleAndIsPromotedByItselfThenKilledByAPerson() throws Exception {
        start("better");
        try (Applications running = weir) {
            assertThat(batch(0.2, 0.5)).containsOnlyKeys("baseline a");
            ask("start", Map.of("challenger", "linear", "ramp", "10%:500,50%", "least-units", "100"));
            assertThat(batch(0.2, 0.5)).containsKey("baseline a").containsKey("linear a");
            playUntilItEnds(0.2, 0.5);
            assertThat(phase()).isEqualTo(RolloutPhase.PROMOTED);
            assertThat(RolloutDesk.history(file).entries())
                    .extracting(AuditEntry::getAction)
                    .containsExactly("start", "stage", "promote");
            eventually("linear b");

            ask("kill", Map.of());
            Map<String, Integer> after = batch(0.2, 0.5);
            assertThat(after).containsOnlyKeys("baseline a");
            ask("rollback", Map.of());
            eventually("baseline a");
        }
    }

    /** The service reads the new state a moment later. */
    private void eventually(String key) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (batch(0.2, 0.5).getOrDefault(key, 0) > BATCH / 2) {
                return;
            }
        }
        throw new AssertionError("never mostly " + key);
    }

    @Test
    void aRuleThatIsBetterStaysAndTheControllerSurvivesARestart() throws Exception {
        start("worse");
        try (Applications running = weir) {
            // a version that knows little explores: half of what it does is the worse action
            ask("start", Map.of("challenger", "linear@0.0", "ramp", "50%", "least-units", "100"));
            for (int i = 0; i < 2; i++) {
                batch(0.6, 0.1);
            }
        }
        RunSettings again = new RunSettings(0, 0, folder.resolve("worse"), EnumSet.allOf(Part.class), true, "test", 1);
        weir = Applications.start(List.of(file), again, "test", time);
        try (Applications running = weir) {
            tick();
            playUntilItEnds(0.6, 0.1);
            RolloutDesk.History history = RolloutDesk.history(file);
            assertThat(history.state().getPhase()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(history.entries()).extracting(AuditEntry::getAction).containsExactly("start", "rollback");
            assertThat(history.entries().get(1).getReason()).startsWith("reward is worse");
            eventually("baseline a");
        }
    }
}
