package dev.weir.ops.simulate;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the policy service, over HTTP, with JSON: asks, reports, and tells the time of its world. */
final class Caller {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ObjectMapper json = JsonMapper.builder().build();
    private final DecisionProblem problem;
    private final String service;
    private final String admin;

    Caller(String name, DecisionProblem problem, int port, int adminPort) {
        this.problem = problem;
        this.service = "http://127.0.0.1:" + port + "/v1/problems/" + name + "/";
        this.admin = "http://127.0.0.1:" + adminPort + "/v1/problems/" + name + "/";
    }

    /** What was decided. */
    record Decided(String decision, String action, double propensity, String version) {}

    /** What is served: version, its content's hash, and the transitions that it knows; transitions -1: no version yet. */
    record Served(String version, String sha256, long transitions) {}

    Decided decide(String id, String unit, long at, Situation situation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("unit", unit);
        body.put("at", at);
        body.put("features", features(problem.context(), situation.features()));
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            List<Map<String, Object>> candidates = new ArrayList<>();
            for (Candidate candidate : situation.candidates()) {
                candidates.add(Map.of("id", candidate.id(), "features", features(c.features(), candidate.features())));
            }
            body.put("candidates", candidates);
        }
        JsonNode reply = post(service + "decisions", body);
        JsonNode version = reply.path("version");
        return new Decided(
                reply.path("decision").asString(),
                reply.path("action").asString(),
                reply.path("propensity").asDouble(),
                version.isNull() ? "" : version.asString(""));
    }

    private static Map<String, Object> features(FeatureSchema schema, Features features) {
        Map<String, Object> named = new LinkedHashMap<>();
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            if (!(spec instanceof FeatureSpec.Numeric n)) {
                named.put(spec.name(), features.texts()[text++]);
            } else if (n.size() == 1) {
                named.put(spec.name(), features.numbers()[number++]);
            } else {
                double[] list = new double[n.size()];
                System.arraycopy(features.numbers(), number, list, 0, list.length);
                named.put(spec.name(), list);
                number += list.length;
            }
        }
        return named;
    }

    /** Reports an outcome; the answer comes when it stands in the log. */
    CompletableFuture<?> outcome(String decision, long at, Map<String, Double> metrics) {
        Map<String, Object> body = Map.of("decision", decision, "outcomeId", "o", "at", at, "metrics", metrics);
        return http.sendAsync(request(service + "outcomes", body), BodyHandlers.ofByteArray())
                .thenApply(this::read);
    }

    void tick(long time) {
        post(admin + "ticks", Map.of("time", time));
    }

    /** What is served once it knows at least so many transitions, or after {@code wait} whatever is served then. */
    Served policy(long transitions, Duration wait) {
        JsonNode reply =
                send(HttpRequest.newBuilder(URI.create(service + "policy?transitions=" + transitions + "&wait=" + wait))
                        .timeout(wait.plus(TIMEOUT))
                        .build());
        JsonNode version = reply.path("version");
        return version.isNull() || version.isMissingNode()
                ? new Served("", "", -1)
                : new Served(
                        version.asString(),
                        reply.path("sha256").asString(),
                        reply.path("transitions").asLong());
    }

    private JsonNode post(String uri, Object body) {
        return send(request(uri, body));
    }

    private HttpRequest request(String uri, Object body) {
        return HttpRequest.newBuilder(URI.create(uri))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
    }

    private JsonNode send(HttpRequest request) {
        try {
            return read(http.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException(request.uri().getPath() + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Interrupted();
        }
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.uri().getPath() + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return json.readTree(response.body());
    }

    /** The demo is being ended. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interrupted() {
            super("interrupted");
        }
    }
}
