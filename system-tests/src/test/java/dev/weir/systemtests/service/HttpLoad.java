package dev.weir.systemtests.service;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.RecordType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Load on the policy service: the service alone in a JVM on core 0; its broker and the client, which is this process, on
 * core 1; everything on loopback, bounded in count and time. Says how many decisions a second one core makes, how long
 * they take at half of that and at half of the bar (from when each was due), and whether every one that was answered stands on the topic.
 *
 * <p>Arguments: {@code [decisions] [epsilon-greedy|thompson] [repeats]}; 400000, epsilon-greedy and 3 if left out.
 */
public final class HttpLoad {
    private static final int CONNECTIONS = 4;
    private static final int DEPTH = 32;
    private static final double PACED_SECONDS = 5;
    private static final int MOST_WARM_UPS = 12;
    private static final double COMPILER_AT_REST = 0.02;

    /** What issue 2 asks of one core, in decisions a second. */
    private static final double BAR = 20_000;

    private HttpLoad() {}

    public static void main(String[] args) throws Exception {
        int decisions = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
        String exploration = args.length > 1 ? args[1] : "epsilon-greedy";
        int repeats = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        pinThisProcess();
        Path folder = Files.createTempDirectory("weir-load");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        Process child = new ProcessBuilder(command(folder, exploration, broker.bootstrapServers()))
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
            System.out.printf(
                    "service alone on core 0; broker and client on core 1; exploration %s; load average %s%n",
                    exploration, loadAverage());
            load(Integer.parseInt(line.split(" ")[1]), broker.bootstrapServers(), decisions, repeats, child.toHandle());
        } finally {
            child.getOutputStream().close();
            child.waitFor();
            broker.close();
            delete(folder);
        }
    }

    private static void pinThisProcess() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        int failed = new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IllegalStateException("taskset must be there and core 1 too, exit status was " + failed);
        }
    }

    private static List<String> command(Path folder, String exploration, String bootstrap) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jfr = System.getProperty("weir.load.jfr");
        List<String> command =
                new ArrayList<>(List.of("taskset", "-c", "0", java, "--add-modules=jdk.incubator.vector"));
        if (jfr != null) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + jfr);
        }
        command.addAll(List.of(System.getProperty("weir.load.jvm", "-Xmx2g -XX:+UseSerialGC -Xmn256m")
                .split(" ")));
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                LoadedService.class.getName(),
                folder.toString(),
                exploration,
                bootstrap));
        return command;
    }

    private static void load(int port, String bootstrap, int decisions, int repeats, ProcessHandle child)
            throws Exception {
        LoadClient client = new LoadClient(port, CONNECTIONS, body());
        warmUp(client, decisions, child);
        double[] reached = new double[repeats];
        double[] atHalf = new double[repeats];
        double[] atBar = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            double cpu = cpuSeconds(child);
            LoadClient.Result full = client.closed(decisions, DEPTH);
            cpu = cpuSeconds(child) - cpu;
            reached[i] = full.perSecond();
            System.out.printf(
                    "%d: %.0f decisions/s (%.0f per second of its processor time); load average %s%n",
                    i + 1, reached[i], full.answered() / cpu, loadAverage());
            atHalf[i] = paced(client, reached[i] / 2, child);
            atBar[i] = paced(client, BAR / 2, child);
        }
        Thread.sleep(1000);
        long logged = logged(bootstrap, client.answered());
        System.out.printf(
                "median of %d: %s decisions/s; p99 at half of that %s ms, at %.0f/s %s ms; errors %d; answered %d, in"
                        + " the topic %d%n",
                repeats,
                spread(reached, "%.0f"),
                spread(atHalf, "%.2f"),
                BAR / 2,
                spread(atBar, "%.2f"),
                client.errors(),
                client.answered(),
                logged);
    }

    /** Loads it as it will be measured until its compiler rests: one that shares the core with what it compiles is what would be measured. */
    private static void warmUp(LoadClient client, int decisions, ProcessHandle child) throws Exception {
        for (int round = 1; round <= MOST_WARM_UPS; round++) {
            double compiling = compilerSeconds(child);
            long start = System.nanoTime();
            LoadClient.Result full = client.closed(decisions, DEPTH);
            client.paced((int) (full.perSecond() / 2 * 2), full.perSecond() / 2);
            client.paced((int) (BAR / 2 * 2), BAR / 2);
            double share = (compilerSeconds(child) - compiling) / ((System.nanoTime() - start) / 1e9);
            System.out.printf("warm-up %d: %.0f %% of the core went to the compiler%n", round, 100 * share);
            if (share < COMPILER_AT_REST) {
                return;
            }
        }
    }

    /** Processor time of the just-in-time compiler's threads. */
    private static double compilerSeconds(ProcessHandle process) throws IOException {
        double seconds = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).contains("CompilerThre")) {
                    seconds += Long.parseLong(Files.readString(thread.resolve("schedstat"))
                                    .split(" ")[0])
                            / 1e9;
                }
            }
        } catch (NoSuchFileException e) {
            return seconds; // a compiler thread has just ended
        }
        return seconds;
    }

    private static double paced(LoadClient client, double perSecond, ProcessHandle child) throws Exception {
        double service = waitedSeconds(child);
        double self = waitedSeconds(ProcessHandle.current());
        LoadClient.Result result = client.paced((int) (perSecond * PACED_SECONDS), perSecond);
        System.out.printf(
                "   at %.0f/s (%.0f reached): p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms; threads were ready and had no core"
                        + " for %.0f ms a second (service), %.0f (broker and client); load average %s%n",
                perSecond,
                result.perSecond(),
                result.millis(0.5),
                result.millis(0.99),
                result.millis(0.999),
                1000 * (waitedSeconds(child) - service) / result.seconds(),
                1000 * (waitedSeconds(ProcessHandle.current()) - self) / result.seconds(),
                loadAverage());
        return result.millis(0.99);
    }

    private static String spread(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (format + " (" + format + " to " + format + ")")
                .formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private static String loadAverage() {
        return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** What the process has used; where others use the same core, this and not the clock tells what it needs. */
    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** How long its living threads could have run and were not let: what others on its core cost it. */
    private static double waitedSeconds(ProcessHandle process) throws IOException {
        long nanos = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                nanos += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[1]);
            }
        }
        return nanos / 1e9;
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
