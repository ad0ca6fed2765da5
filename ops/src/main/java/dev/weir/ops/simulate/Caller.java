package dev.weir.ops.simulate;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.problem.ProblemFile;
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
import org.jspecify.annotations.Nullable;
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
    private final @Nullable String limit;
    private final String service;
    private final String admin;

    /** @param file names the problem, and what a request must say of its limits */
    Caller(ProblemFile file, DecisionProblem problem, int port, int adminPort) {
        String name = file.name();
        this.problem = problem;
        this.limit = file.limits().requestMax();
        this.service = "http://127.0.0.1:" + port + "/v1/problems/" + name + "/";
        this.admin = "http://127.0.0.1:" + adminPort + "/v1/problems/" + name + "/";
    }

    /** What was decided. */
    record Decided(String decision, String action, double propensity, String version, String variant) {}

    /** What is served: version, its content's hash, and the transitions that it knows; transitions -1: no version yet. */
    record Served(String version, String sha256, long transitions) {}

    /**
     * A question.
     *
     * @param id       the caller's own
     * @param step     of its unit; null: a bandit's
     * @param baseline action of the rule that decided before; null: none
     * @param chosen   probability with which the caller has done that already: this is for the log alone; null: it asks
     */
    record Asked(
            String id,
            String unit,
            @Nullable Long step,
            long at,
            Situation situation,
            @Nullable String baseline,
            @Nullable Double chosen) {
        Asked(String id, String unit, @Nullable Long step, long at, Situation situation, @Nullable String baseline) {
            this(id, unit, step, at, situation, baseline, null);
        }
    }

    /** What came of a decision; at the end of an episode that is cut short, with what was last seen. */
    record Happened(
            String decision,
            long at,
            Map<String, Double> metrics,
            boolean truncated,
            @Nullable Situation lastSeen) {}

    Decided decide(Asked asked) {
        return decided(post(service + "decisions", body(asked)));
    }

    /** All in one request. */
    List<Decided> decide(List<Asked> asked) {
        JsonNode reply = post(
                service + "decisions:batch",
                Map.of("requests", asked.stream().map(this::body).toList()));
        List<Decided> decided = new ArrayList<>(asked.size());
        for (JsonNode one : reply.path("results")) {
            decided.add(decided(one));
        }
        return decided;
    }

    private static Decided decided(JsonNode reply) {
        if (!reply.has("decision")) {
            throw new IllegalStateException("a decision was refused: " + reply);
        }
        JsonNode version = reply.path("version");
        return new Decided(
                reply.path("decision").asString(),
                reply.path("action").asString(),
                reply.path("propensity").asDouble(),
                version.isNull() ? "" : version.asString(""),
                reply.path("variant").asString(""));
    }

    private Map<String, Object> body(Asked asked) {
        Situation situation = asked.situation();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", asked.id());
        body.put("unit", asked.unit());
        body.put("at", asked.at());
        if (asked.step() != null) {
            body.put("step", asked.step());
        }
        if (asked.baseline() != null) {
            body.put("baselineAction", asked.baseline());
        }
        if (asked.baseline() != null && asked.chosen() != null) {
            body.put("chosen", asked.baseline());
            body.put("propensity", asked.chosen());
        }
        body.put("features", features(problem.context(), situation.features()));
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            List<Map<String, Object>> candidates = new ArrayList<>();
            for (Candidate candidate : situation.candidates()) {
                candidates.add(Map.of("id", candidate.id(), "features", features(c.features(), candidate.features())));
            }
            body.put("candidates", candidates);
        } else if (problem.actions() instanceof ActionSpace.Quantities q && limit != null) {
            int most = problem.actionIndex(situation, problem.allowedCount(situation) - 1) * q.step();
            body.put("allowed", Map.of(limit, most, "actions", actions(situation)));
        }
        return body;
    }

    private List<String> actions(Situation situation) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < problem.allowedCount(situation); i++) {
            ids.add(problem.actionId(situation, problem.actionIndex(situation, i)));
        }
        return ids;
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
        Map<String, Object> body = body(new Happened(decision, at, metrics, false, null));
        return http.sendAsync(request(service + "outcomes", body), BodyHandlers.ofByteArray())
                .thenApply(this::read);
    }

    /** Reports all in one request; returns when they stand in the log. */
    void outcomes(List<Happened> happened) {
        JsonNode reply = post(
                service + "outcomes:batch",
                Map.of("outcomes", happened.stream().map(this::body).toList()));
        for (JsonNode one : reply.path("results")) {
            if (!one.has("outcomeId")) {
                throw new IllegalStateException("an outcome was refused: " + one);
            }
        }
    }

    private Map<String, Object> body(Happened happened) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("decision", happened.decision());
        body.put("outcomeId", "o");
        body.put("at", happened.at());
        body.put("metrics", happened.metrics());
        if (happened.truncated()) {
            body.put("episodeEnd", true);
            body.put("truncated", true);
            if (happened.lastSeen() != null) {
                body.put(
                        "lastObservation",
                        features(problem.context(), happened.lastSeen().features()));
            }
        }
        return body;
    }

    void tick(long time) {
        post(admin + "ticks", Map.of("time", time));
    }

    /** What is served once it knows at least so many transitions, or after {@code wait} whatever is served then. */
    Served policy(long transitions, Duration wait) {
        return policy("", transitions, wait);
    }

    /** The same of a track, whether it serves or not. */
    Served policy(String track, long transitions, Duration wait) {
        String query =
                "policy?transitions=" + transitions + "&wait=" + wait + (track.isEmpty() ? "" : "&track=" + track);
        JsonNode reply = send(HttpRequest.newBuilder(URI.create(service + query))
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
