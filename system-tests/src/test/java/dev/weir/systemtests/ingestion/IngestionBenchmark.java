package dev.weir.systemtests.ingestion;

import dev.weir.ingestion.Ingestion;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Joined pairs a second through the whole ingestion, beside the windowed join of Kafka Streams' own DSL over the same two
 * topics in the same run: one partition, exactly once, the same commit interval, one embedded broker in the same process.
 * Decisions and outcomes are on their topics before the clock starts, and the clock starts when the first {@link #WARM_UP}
 * pairs are through; whole runs before the counted ones warm up, until the compiler rests: it takes up to half a core. Arguments: pairs, repeats, window in milliseconds, pairs a second
 * of event time, stream threads, milliseconds between commits (of both).
 */
public final class IngestionBenchmark {
    /** Pairs that are joined before the clock starts. */
    static final int WARM_UP = 200_000;

    private static final int TICK = 1000;
    private static final int MOST_WARM_UPS = 3;
    private static final double COMPILER_AT_REST = 0.1;

    private IngestionBenchmark() {}

    public static void main(String[] args) throws Exception {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 600_000;
        int repeats = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int window = args.length > 2 ? Integer.parseInt(args[2]) : 1000;
        int rate = args.length > 3 ? Integer.parseInt(args[3]) : 10_000;
        String threads = args.length > 4 ? args[4] : "1";
        String commit = args.length > 5 ? args[5] : "100";
        double[] ours = new double[repeats];
        double[] theirs = new double[repeats];
        int warmUps = 0;
        for (int i = 0; i < repeats; ) {
            long compiling = compilerMillis();
            long start = System.nanoTime();
            Path folder = Files.createTempDirectory("ingestion-benchmark");
            String yaml = Problems.yaml("bench", "PT" + window / 1000.0 + "S", 1);
            Map<String, String> kafka =
                    Map.of("streams.num.stream.threads", threads, "streams.commit.interval.ms", commit);
            try (Stage stage = new Stage(folder.resolve("broker"), yaml, kafka)) {
                int bytes = fill(stage, WARM_UP + pairs, rate, window);
                if (i == 0 && warmUps == 0) {
                    System.out.printf(
                            "decision %d bytes, window %d ms, %d pairs/s of event time%n", bytes, window, rate);
                }
                ours[i] = pairs / ingestion(stage, folder, pairs);
                theirs[i] = pairs / DslJoin.seconds(stage.file, folder.resolve("dsl"), window, pairs);
                double share = (compilerMillis() - compiling) / ((System.nanoTime() - start) / 1e6);
                boolean counts = share < COMPILER_AT_REST || warmUps == MOST_WARM_UPS;
                System.out.printf(
                        "%s: ingestion %.0f pairs/s, DSL %.0f pairs/s; the compiler took %.0f %% of a core%n",
                        counts ? "run " + (i + 1) : "warm-up " + (warmUps + 1), ours[i], theirs[i], 100 * share);
                if (counts) {
                    i++;
                } else {
                    warmUps++;
                }
            } finally {
                delete(folder);
            }
        }
        print("ingestion", ours);
        print("DSL join", theirs);
        System.out.printf("ratio of medians %.2f%n", median(ours) / median(theirs));
        System.exit(0);
    }

    private static int fill(Stage stage, int pairs, int rate, int window) {
        int size = 0;
        long ticked = Stage.T0;
        stage.tick(ticked);
        for (int i = 0; i < pairs; i++) {
            long time = Stage.T0 + (long) i * 1000 / rate;
            Decision d = Stage.decision(i % 10_000, i, time);
            size = Stage.DECISIONS.encode(d).length;
            stage.decide(d);
            stage.happen(Stage.outcome(d, "o", time + window / 2, i));
            if (time >= ticked + TICK) {
                ticked += TICK;
                stage.tick(ticked);
            }
        }
        stage.tick(Stage.T0 + (long) pairs * 1000 / rate + 10L * window);
        return size;
    }

    private static double ingestion(Stage stage, Path folder, int pairs) {
        try (Ingestion ingestion = Ingestion.start(stage.file, folder.resolve("state"), new SimpleMeterRegistry())) {
            double seconds =
                    measure("ingestion", stage.file, stage.file.topics().transitions(), pairs);
            if (ingestion.failure().isPresent()) {
                throw new IllegalStateException(ingestion.failure().get());
            }
            return seconds;
        }
    }

    /** Seconds from the end of the warm-up until all pairs were there, committed. */
    static double measure(String name, ProblemFile file, String topic, int pairs) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 20_000);
        settings.put("fetch.min.bytes", 1 << 20); // counting should cost little
        settings.put("fetch.max.wait.ms", 200);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int warm = read(consumer, WARM_UP);
            long cpu = cpuNanos();
            long process = processNanos();
            long start = System.nanoTime();
            int joined = read(consumer, pairs - (warm - WARM_UP));
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "  %s: a pair took %.1f µs of the stream threads, %.1f µs of the whole process with its broker%n",
                    name, (cpuNanos() - cpu) / 1e3 / joined, (processNanos() - process) / 1e3 / joined);
            return seconds * pairs / joined;
        }
    }

    private static long compilerMillis() {
        return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    private static long processNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Reads until at least so many records with a key of an id's length were there; how many they were. */
    private static int read(KafkaConsumer<byte[], byte[]> consumer, int records) {
        int seen = 0;
        while (seen < records) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                seen += record.key() != null && record.key().length == 49 ? 1 : 0;
            }
        }
        return seen;
    }

    /** Processor time of the stream threads so far: what is done, however busy the machine is. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().matches(".*StreamThread-\\d+")) {
                nanos += threads.getThreadCpuTime(id);
            }
        }
        return nanos;
    }

    private static void print(String name, double[] values) {
        System.out.printf(
                "%s: median %.0f pairs/s, from %.0f to %.0f in %d runs%n",
                name,
                median(values),
                Arrays.stream(values).min().orElse(0),
                Arrays.stream(values).max().orElse(0),
                values.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length % 2 == 1
                ? sorted[sorted.length / 2]
                : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
