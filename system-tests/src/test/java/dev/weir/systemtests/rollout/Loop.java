package dev.weir.systemtests.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Weir on a broker, callers whose own action is always {@code a}, and what happens: clicks, by the action alone. */
final class Loop implements AutoCloseable {
    static final int BATCH = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);

    private final Path folder;
    private ProblemFile file;
    private Applications weir;
    private long time = 1_000_000;
    private int units;

    Loop(EmbeddedBroker broker, Path folder, String yaml) throws Exception {
        this.folder = folder;
        this.file = ProblemFiles.parse(yaml).withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
        this.weir = open();
        tick();
    }

    ProblemFile file() {
        return file;
    }

    private Applications open() throws Exception {
        RunSettings settings =
                new RunSettings(0, 0, folder.resolve(file.name()), EnumSet.allOf(Part.class), true, "test", 1);
        return Applications.start(List.of(file), settings, "test", time);
    }

    void restart() throws Exception {
        weir.close();
        weir = open();
        tick();
    }

    @Override
    public void close() {
        weir.close();
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
    Map<String, Integer> batch(double a, double b) throws Exception {
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

    RolloutPhase phase() {
        RolloutState state = RolloutDesk.history(file).state();
        return state == null ? RolloutPhase.DRAFT : state.getPhase();
    }

    void ask(String rollout, String command, Map<String, String> arguments) {
        RolloutDesk.Answer answer = answer(rollout, command, arguments);
        assertThat(answer.done()).as(answer.entry().getReason()).isTrue();
    }

    RolloutDesk.Answer answer(String rollout, String command, Map<String, String> arguments) {
        return RolloutDesk.ask(file, rollout, command, "ada", "a test", arguments, time);
    }

    /** Every decision on the log. */
    List<Decision> decisions() {
        List<Decision> all = new ArrayList<>();
        LogReader.read(file, file.topics().decisions(), 0, record -> {
            if (RecordType.of(record.value()) == RecordType.DECISION) {
                all.add(DECISIONS.decode(record.value()));
            }
            return true;
        });
        return all;
    }

    /** Where the newest rollout stands. */
    RolloutState state() {
        return RolloutDesk.history(file).state();
    }
}
