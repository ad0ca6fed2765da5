package dev.weir.systemtests.loop;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * From a reward that arrives to a served policy that learned from it, at a steady rate of decisions through HTTP, everything
 * in one process on the embedded broker. Arguments: decisions a second (1000), seconds measured (30), commit interval in
 * milliseconds (30). The k-th reward that was sent counts as served when the served version knows k transitions. Requests go
 * in batches of ten, so that the client leaves the two cores to what is measured.
 */
public final class RewardToPolicy {
    private static final int PUBLISH_EVERY = 50;
    private static final int WARM_UP_SECONDS = 20;
    private static final int BATCH = 10;
    private static final Pattern DECISION = Pattern.compile("\"decision\":\"([^\"]+)\"");
    private static final Pattern TRANSITIONS = Pattern.compile("\"transitions\":(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final long[] sentNanos;
    private final long[] servedNanos;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();

    private RewardToPolicy(int port, int decisions) {
        this.base = "http://127.0.0.1:" + port + "/v1/problems/latency/";
        this.sentNanos = new long[decisions];
        this.servedNanos = new long[decisions];
    }

    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        int commit = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        Path folder = Files.createTempDirectory("weir-latency");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            ProblemFile file = problem(broker.bootstrapServers(), commit);
            RunSettings settings =
                    new RunSettings(0, 0, folder.resolve("state"), EnumSet.allOf(Part.class), true, "latency", 1);
            try (Applications weir = Applications.start(List.of(file), settings, "test", System.currentTimeMillis())) {
                new RewardToPolicy(weir.port(), rate * (WARM_UP_SECONDS + seconds)).run(rate, commit);
            }
        }
        System.exit(0);
    }

    private void run(int rate, int commit) throws InterruptedException {
        Thread follower = new Thread(this::follow, "follower");
        follower.setDaemon(true);
        follower.start();
        Semaphore inFlight = new Semaphore(200);
        long start = System.nanoTime();
        for (int i = 0; i < sentNanos.length; i += BATCH) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.min(200_000, due - System.nanoTime()));
            }
            inFlight.acquire();
            round(i).whenComplete((ok, failure) -> {
                inFlight.release();
                if (failure != null) {
                    errors.incrementAndGet();
                }
            });
        }
        follower.join(60_000);
        report(rate, commit);
    }

    private CompletableFuture<?> round(int first) {
        String requests = IntStream.range(first, first + BATCH)
                .mapToObj(i -> "{\"id\":\"r" + i + "\",\"unit\":\"u" + i % 5000 + "\",\"features\":{\"device\":\""
                        + (i % 2 == 0 ? "phone" : "desktop") + "\"}}")
                .collect(Collectors.joining(","));
        return post("decisions:batch", "{\"requests\":[" + requests + "]}").thenCompose(reply -> {
            String outcomes = DECISION.matcher(reply)
                    .results()
                    .map(m -> "{\"decision\":\"" + m.group(1) + "\",\"metrics\":{\"click\":1}}")
                    .collect(Collectors.joining(","));
            int place = sent.getAndAdd(BATCH);
            Arrays.fill(sentNanos, place, place + BATCH, System.nanoTime());
            return post("outcomes:batch", "{\"outcomes\":[" + outcomes + "]}");
        });
    }

    private CompletableFuture<String> post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(r -> {
            if (r.statusCode() >= 300) {
                throw new IllegalStateException(r.statusCode() + " " + r.body());
            }
            return r.body();
        });
    }

    private void follow() {
        int served = 0;
        while (served < servedNanos.length / PUBLISH_EVERY * PUBLISH_EVERY) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(base + "policy?transitions=" + (served + 1) + "&wait=PT2S"))
                    .build();
            try {
                Matcher transitions = TRANSITIONS.matcher(
                        http.send(request, BodyHandlers.ofString()).body());
                long now = System.nanoTime();
                int known = transitions.find() ? Integer.parseInt(transitions.group(1)) : 0;
                for (; served < Math.min(known, servedNanos.length); served++) {
                    servedNanos[served] = now;
                }
            } catch (IOException | InterruptedException e) {
                return;
            }
        }
    }

    private void report(int rate, int commit) {
        int from = rate * WARM_UP_SECONDS;
        long[] sorted = Arrays.copyOf(sentNanos, sent.get());
        Arrays.sort(sorted);
        double[] millis = new double[sorted.length];
        int n = 0;
        for (int i = from; i < sorted.length && servedNanos[i] > 0; i++) {
            millis[n++] = (servedNanos[i] - sorted[i]) / 1e6;
        }
        Arrays.sort(millis, 0, n);
        double seconds = n == 0 ? 0 : (sorted[from + n - 1] - sorted[from]) / 1e9;
        System.out.printf(
                "reward to policy: %d rewards at %.0f decisions/s (asked: %d), commit interval %d ms, a version every %d"
                        + " transitions: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, max %.0f ms; %d errors%n",
                n,
                n / seconds,
                rate,
                commit,
                PUBLISH_EVERY,
                millis[n / 2],
                millis[(int) (n * 0.9)],
                millis[(int) (n * 0.99)],
                millis[n - 1],
                errors.get());
    }

    private static ProblemFile problem(String bootstrap, int commit) {
        return ProblemFiles.parse("""
                problem: latency
                features:
                  - {name: device, type: categorical, values: [phone, desktop]}
                actions: {ids: [a, b, c, d]}
                default-action: a
                reward: {formula: click, window: PT10M, aggregate: first, learn-at: arrival}
                tracks:
                  linear:
                    algorithm: {name: linear}
                    exploration: {name: thompson, draws: 32}
                    publish: {every-transitions: %d}
                    seed: 3
                kafka: {bootstrap.servers: "%s", streams.commit.interval.ms: "%d"}
                """.formatted(PUBLISH_EVERY, bootstrap, commit));
    }
}
