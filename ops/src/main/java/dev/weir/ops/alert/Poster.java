package dev.weir.ops.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON to one destination; follows no redirect; counts what was taken, what failed and what was refused. */
final class Poster {
    private static final Logger LOG = LoggerFactory.getLogger(Poster.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(Redirect.NEVER)
            .build();
    private final Destination destination;
    private final MeterRegistry meters;
    private final Tags tags;
    private String trouble = "";

    Poster(Destination destination, MeterRegistry meters, String problem, String target) {
        this.destination = destination;
        this.meters = meters;
        this.tags = Tags.of("problem", problem, "target", target);
    }

    /** Posts; true if it was taken. */
    boolean post(URI uri, Object body, String id) throws InterruptedException {
        String result;
        try {
            destination.check();
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", id)
                    .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            if (response.statusCode() / 100 == 2) {
                count("taken");
                trouble("");
                return true;
            }
            result = "failed";
            trouble("answered " + response.statusCode());
        } catch (Destination.RefusedException e) {
            result = "refused";
            trouble(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            result = "failed";
            trouble("cannot be reached: " + e);
        }
        count(result);
        return false;
    }

    private void count(String result) {
        meters.counter("weir.alerts.posts", tags.and("result", result)).increment();
    }

    /** Why nothing can be told at the moment; empty: nothing is wrong. */
    synchronized String trouble() {
        return trouble;
    }

    private synchronized void trouble(String now) {
        if (!now.equals(trouble)) {
            if (now.isEmpty()) {
                LOG.info("{}: alerts are taken", destination.uri());
            } else {
                LOG.warn("{}: alerts wait: {}", destination.uri(), now);
            }
        }
        trouble = now;
    }
}
