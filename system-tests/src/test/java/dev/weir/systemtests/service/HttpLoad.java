package dev.weir.systemtests.service;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.rl.learn.Learner;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.RecordType;
import dev.weir.service.PolicyService;
import dev.weir.service.ServiceSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Load on the policy service: broker and service in a JVM of their own on core 0, the client on core 1, everything on
 * loopback, bounded in count and time. Says how many decisions a second one core makes, how long they take at half of
 * that, and whether every one that was answered stands on the topic.
 *
 * <p>Arguments: {@code [decisions] [thompson|epsilon-greedy]}; 400000 and epsilon-greedy if left out.
 */
public final class HttpLoad {
    private static final int CONNECTIONS = 4;
    private static final int DEPTH = 32;

    private HttpLoad() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("serve")) {
            serve(Path.of(args[1]), args[2]);
            return;
        }
        int decisions = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
        String exploration = args.length > 1 ? args[1] : "epsilon-greedy";
        Path folder = Files.createTempDirectory("weir-load");
        Process child = new ProcessBuilder(command(folder, exploration))
                .redirectError(folder.resolve("service.log").toFile())
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("READY ")) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IllegalStateException(
                        "the service did not start:\n" + Files.readString(folder.resolve("service.log")));
            }
            String[] ready = line.split(" ");
            load(Integer.parseInt(ready[1]), ready[2], decisions, exploration, child.toHandle());
        } finally {
            child.getOutputStream().close();
            child.waitFor();
            delete(folder);
        }
    }

    private static List<String> command(Path folder, String exploration) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jfr = System.getProperty("weir.load.jfr");
        List<String> command =
                new ArrayList<>(List.of("taskset", "-c", "0", java, "--add-modules=jdk.incubator.vector"));
        if (jfr != null) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + jfr);
        }
        command.addAll(List.of(
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-Xmn512m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                HttpLoad.class.getName(),
                "serve",
                folder.toString(),
                exploration));
        return command;
    }

    private static void serve(Path folder, String exploration) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        String yaml = """
                problem: load
                features: [{name: x, type: numeric, size: 32, missing: 0}]
                actions: {ids: [a, b, c, d, e, f, g, h, i, j]}
                default-action: a
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, exploration: {name: %s}, publish: {every-transitions: 10}}}
                """.formatted(exploration);
        ProblemFile file = ServiceUnderTest.problem(yaml, broker.bootstrapServers());
        Learner learner = ServiceUnderTest.learner(file, 500);
        ServiceUnderTest.publish(file, 0, 0, learner, learner.content());
        PolicyService service = PolicyService.start(
                List.of(file),
                new ServiceSettings(0, 0, folder.resolve("data"), "load", 1),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        System.out.println("READY " + service.port() + " " + broker.bootstrapServers());
        while (System.in.read() >= 0) {
            continue; // until the parent is done
        }
        service.close();
        broker.close();
    }

    private static void load(int port, String bootstrap, int decisions, String exploration, ProcessHandle child)
            throws Exception {
        LoadClient client = new LoadClient(port, CONNECTIONS, body());
        client.closed(decisions / 2, DEPTH); // warm
        double cpu = cpuSeconds(child);
        LoadClient.Result full = client.closed(decisions, DEPTH);
        cpu = cpuSeconds(child) - cpu;
        double reached = full.answered() / full.seconds();
        LoadClient.Result half = client.paced((int) Math.min(decisions, reached * 5), reached / 2);
        long answered = client.answered();
        Thread.sleep(1000);
        long logged = logged(bootstrap, answered);
        System.out.printf(
                "exploration %s: %.0f decisions/s on one core with its broker (%.0f per second of its processor time); at half of it p50 %.2f ms, p99 %.2f ms (%.0f/s);"
                        + " errors %d; answered %d, in the topic %d%n",
                exploration,
                reached,
                full.answered() / cpu,
                half.millis(0.5),
                half.millis(0.99),
                half.answered() / half.seconds(),
                client.errors(),
                answered,
                logged);
    }

    /** What the process has used; where others use the same core, this and not the clock tells what it needs. */
    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static String body() {
        String numbers = IntStream.range(0, 32)
                .mapToObj(i -> Double.toString(Math.round(Math.sin(i) * 1e6) / 1e6))
                .collect(Collectors.joining(","));
        return "{\"unit\":\"" + LoadClient.UNIT + "\",\"features\":{\"x\":[" + numbers + "]}}";
    }

    private static long logged(String bootstrap, long expected) {
        Map<String, Object> settings = KafkaSettings.of(bootstrap).forClient(Kind.CONSUMER);
        TopicPartition partition = new TopicPartition("weir.load.decisions", 0);
        long found = 0;
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + 60_000_000_000L;
            int idle = 0;
            while (idle < 10 && System.nanoTime() < deadline) {
                int before = (int) found;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    found += RecordType.of(record.value()) == RecordType.DECISION ? 1 : 0;
                }
                idle = found > before ? 0 : idle + 1;
                if (found >= expected) {
                    idle += 3;
                }
            }
        }
        return found;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
