package dev.weir.systemtests.why;

import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.run.Applications;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.problem.ProblemFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/**
 * Traffic of a year in minutes, through the service as callers see it: the n-th decision is for unit {@code n mod units}, every
 * third one under a limit, every second one has an outcome; a fifth of them before a rollout, half within it, the rest after
 * its promotion. What the n-th one is called, n alone says.
 */
final class WhyTraffic {
    private static final int BATCH = 2_000;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ProblemFile file;
    private final Applications weir;
    private final int decisions;
    private final int units;
    private long time = 1_000_000;

    WhyTraffic(ProblemFile file, Applications weir, int decisions, int units) {
        this.file = file;
        this.weir = weir;
        this.decisions = decisions;
        this.units = units;
    }

    UnitId unit(int n) {
        return new UnitId("unit-" + n % units);
    }

    DecisionId id(int n) {
        return DecisionId.of(unit(n), Integer.toString(n));
    }

    void run() throws Exception {
        tick(0);
        for (int from = 0; from < decisions; from += BATCH) {
            int to = Math.min(decisions, from + BATCH);
            if (passes(from, to, decisions / 5)) {
                ask(
                        "start",
                        Map.of(
                                "challenger",
                                "linear",
                                "ramp",
                                "50%",
                                "least-units",
                                "1000000",
                                "most-units",
                                "2000000"));
            } else if (passes(from, to, decisions / 10 * 7)) {
                ask("promote", Map.of());
            }
            batch(from, to);
            tick(1_000);
        }
        tick(10_000);
    }

    private static boolean passes(int from, int to, int at) {
        return from <= at && at < to;
    }

    private void ask(String command, Map<String, String> arguments) throws InterruptedException {
        RolloutDesk.ask(file, "try", command, "grace", "the bench", arguments, time);
        Thread.sleep(1000); // the service reads it a moment later
    }

    private void batch(int from, int to) throws Exception {
        StringBuilder asked = new StringBuilder();
        StringBuilder happened = new StringBuilder();
        for (int n = from; n < to; n++) {
            asked.append(n == from ? "" : ",")
                    .append("{\"id\":\"")
                    .append(n)
                    .append("\",\"unit\":\"")
                    .append(unit(n).value())
                    .append("\",\"at\":")
                    .append(time)
                    .append(",\"baselineAction\":\"10\",\"features\":{\"x\":")
                    .append(CounterRandom.uniform(1, 1, n))
                    .append("},\"allowed\":{\"max_order\":")
                    .append(n % 3 == 0 ? 12 : 20)
                    .append("}}");
            if (n % 2 == 0) {
                happened.append(happened.isEmpty() ? "" : ",")
                        .append("{\"decision\":\"")
                        .append(id(n))
                        .append("\",\"outcomeId\":\"o\",\"at\":")
                        .append(time)
                        .append(",\"metrics\":{\"sold\":")
                        .append(n % 11)
                        .append("}}");
            }
        }
        post(weir.port(), "decisions:batch", "{\"requests\":[" + asked + "]}");
        post(weir.port(), "outcomes:batch", "{\"outcomes\":[" + happened + "]}");
    }

    private void tick(long millis) throws Exception {
        time += millis;
        post(weir.adminPort(), "ticks", "{\"time\":" + time + "}");
    }

    private void post(int port, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/problems/" + file.name() + "/" + path))
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300 || response.body().contains("\"status\":5")) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " "
                    + response.body().substring(0, Math.min(500, response.body().length())));
        }
    }
}
