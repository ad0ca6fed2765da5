package dev.weir.systemtests.why;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.service.index.DecisionIndex;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How long it takes to tell why: decisions are made over HTTP by the whole of Weir (rule, rollout, promoted learner, limits),
 * then a process with nothing but an empty index catches up with their log and is asked over HTTP, by id and by unit, at
 * random; and every re-execution of 10,000 random ones is counted.
 *
 * <p>Arguments: {@code [decisions] [look-ups] [re-executions]}; 1000000, 2000 and 10000 if left out.
 */
public final class WhyBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long SEED = 4;

    private WhyBenchmark() {}

    public static void main(String[] args) throws Exception {
        int decisions = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int lookUps = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        int again = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        Path folder = Files.createTempDirectory("weir-why");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            String yaml = WhyStage.YAML.replace("every-transitions: 20", "every-transitions: " + decisions / 40);
            ProblemFile file = ProblemFiles.parse(yaml.formatted("why"))
                    .withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
            WhyTraffic traffic = written(file, folder, decisions);
            RunSettings settings =
                    new RunSettings(0, 0, folder.resolve("index"), Set.of(Part.EXPLAIN), false, "index", 1);
            long begin = System.nanoTime();
            try (Applications index = Applications.start(List.of(file), settings, "bench", 1)) {
                caughtUp(index, begin, decisions);
                ask(index, "by id", lookUps, decisions, n -> "decisions/" + traffic.id(n));
                ask(
                        index,
                        "by unit",
                        lookUps,
                        decisions,
                        n -> "decisions?unit=" + traffic.unit(n).value());
                reexecute(index, again, decisions, traffic);
            }
            size(
                    file,
                    folder.resolve("index").resolve("policies").resolve("why").resolve("index"),
                    decisions);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static WhyTraffic written(ProblemFile file, Path folder, int decisions) throws Exception {
        RunSettings all = new RunSettings(
                0, 0, folder.resolve("all"), EnumSet.complementOf(EnumSet.of(Part.EXPLAIN)), true, "all", 1);
        long begin = System.nanoTime();
        try (Applications weir = Applications.start(List.of(file), all, "bench", 1_000_000)) {
            WhyTraffic traffic = new WhyTraffic(file, weir, decisions, Math.max(1, decisions / 20));
            traffic.run();
            String policy = "policy?track=linear&wait=PT60S&transitions=" + decisions / 40 * 39;
            JsonNode last = JSON.readTree(get(weir.port(), policy).body());
            System.out.printf(
                    "%,d decisions of %,d units made and joined in %.0f s, last version %s of %,d transitions%n",
                    decisions,
                    Math.max(1, decisions / 20),
                    seconds(begin),
                    last.path("version").asString(),
                    last.path("transitions").asLong());
            return traffic;
        }
    }

    private static void caughtUp(Applications index, long begin, int decisions) throws Exception {
        double behind = metric(index, "weir_index_behind");
        while (behind != 0) {
            Thread.sleep(20);
            behind = metric(index, "weir_index_behind");
        }
        double seconds = seconds(begin);
        System.out.printf("an empty index caught up in %.1f s (%,.0f decisions/s)%n", seconds, decisions / seconds);
    }

    private static void size(ProblemFile file, Path index, int decisions) throws IOException {
        try (DecisionIndex open = DecisionIndex.start(file, index, new SimpleMeterRegistry())) {
            open.compact();
            System.out.printf("%.0f MB of index a million decisions%n", (double) open.bytes() / decisions);
        }
    }

    private static double metric(Applications index, String name) {
        return index.meters()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    private static void ask(Applications index, String what, int count, int decisions, IntFunction<String> path)
            throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            String one = path.apply(random.nextInt(decisions));
            long begin = System.nanoTime();
            HttpResponse<String> answer = get(index.port(), one);
            millis[i] = seconds(begin) * 1e3;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(one + ": " + answer.statusCode() + " " + answer.body());
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "%s, %,d at random, one after the other: p50 %.1f ms, p99 %.1f ms, max %.1f ms (the very first %.1f ms); bar 200 ms%n",
                what, count, millis[count / 2], millis[(int) (count * 0.99)], millis[count - 1], first);
    }

    private static void reexecute(Applications index, int count, int decisions, WhyTraffic traffic) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        Map<String, Integer> kinds = new TreeMap<>();
        int same = 0;
        for (int i = 0; i < count; i++) {
            JsonNode why = JSON.readTree(get(index.port(), "decisions/" + traffic.id(random.nextInt(decisions)))
                    .body());
            same += why.get("reexecuted").path("same").asBoolean() ? 1 : 0;
            count(kinds, "fallback", !why.get("fallback").isNull());
            count(kinds, "by a policy", !why.get("version").isNull());
            count(kinds, "in a rollout", !why.get("rollout").isNull());
            count(kinds, "limited", why.get("limited").asBoolean());
            count(kinds, "joined", !why.get("transition").isNull());
            count(kinds, "with lineage", !why.get("lineage").isEmpty());
        }
        System.out.printf("%,d of %,d random decisions came out the same bits; among them %s%n", same, count, kinds);
    }

    private static void count(Map<String, Integer> kinds, String kind, boolean is) {
        kinds.merge(kind, is ? 1 : 0, Integer::sum);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v1/problems/why/" + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
