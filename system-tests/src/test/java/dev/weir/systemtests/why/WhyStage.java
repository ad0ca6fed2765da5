package dev.weir.systemtests.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A shop that orders by its own rule, under a limit, and a learner beside it; time is made up. */
final class WhyStage {
    static final String YAML = """
            problem: %s
            # what a shelf gets
            features: [{name: x, type: numeric, missing: 0}]
            actions: {quantities: {max: 20, step: 5}}
            default-action: from-request
            limits: {max: request.max_order}
            reward: {formula: sold, window: PT1S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson, floor: 0.05}, publish: {every-transitions: 20}, seed: 3}}
            serve: baseline
            time: {source: driver}
            topics: {partitions: 2}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final ProblemFile file;
    private final Path folder;
    long time = 1_000_000;

    WhyStage(String name, String bootstrap, Path folder) {
        this.file = ProblemFiles.parse(YAML.formatted(name)).withKafka(Map.of("bootstrap.servers", bootstrap));
        this.folder = folder;
    }

    Applications start(String instance, Set<Part> parts) {
        RunSettings settings = new RunSettings(0, 0, folder.resolve(instance), parts, true, instance, 1);
        return Applications.start(List.of(file), settings, "ada", time);
    }

    record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    Answer get(Applications weir, String path, String... headers) throws Exception {
        return send(weir.port(), path, HttpRequest.newBuilder().GET(), headers);
    }

    JsonNode post(Applications weir, String path, String body) throws Exception {
        Answer answer = send(weir.port(), path, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)));
        assertThat(answer.status).as(answer.body).isLessThan(300);
        return answer.body.isEmpty() ? JSON.createObjectNode() : answer.json();
    }

    private Answer send(int port, String path, HttpRequest.Builder request, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v1/problems/" + file.name() + "/" + path);
        HttpRequest built = (headers.length == 0 ? request : request.headers(headers))
                .uri(uri)
                .build();
        HttpResponse<String> response = HTTP.send(built, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Everything before is past. */
    void tick(Applications weir, long millis) throws Exception {
        time += millis;
        Answer answer = send(
                weir.adminPort(),
                "ticks",
                HttpRequest.newBuilder().POST(BodyPublishers.ofString("{\"time\":" + time + "}")));
        assertThat(answer.status).as(answer.body).isEqualTo(200);
    }

    /** Decides for a unit, whose rule orders 10, up to a limit; the decision's id. */
    String decide(Applications weir, String unit, String id, int limit) throws Exception {
        return post(weir, "decisions", """
                        {"unit":"%s","id":"%s","at":%d,"baselineAction":"10","features":{"x":2},"allowed":{"max_order":%d}}
                        """.formatted(unit, id, time, limit))
                .get("decision")
                .asString();
    }

    void sold(Applications weir, String decision, int units) throws Exception {
        post(
                weir,
                "outcomes",
                "{\"decision\":\"%s\",\"outcomeId\":\"o\",\"at\":%d,\"metrics\":{\"sold\":%d}}"
                        .formatted(decision, time, units));
    }

    void rollout(String name, String command, Map<String, String> arguments) {
        assertThat(RolloutDesk.ask(file, name, command, "grace", "the rule against a learner", arguments, time)
                        .done())
                .isTrue();
    }

    /** Asks until a condition holds: transitions take a moment. */
    JsonNode eventually(Applications weir, String path, java.util.function.Predicate<JsonNode> condition)
            throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (true) {
            Answer answer = get(weir, path);
            if (answer.status == 200 && condition.test(answer.json())) {
                return answer.json();
            } else if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + answer);
            }
            Thread.sleep(50);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
