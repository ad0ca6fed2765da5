package dev.weir.systemtests.learner;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Seconds from the start of a killed learner's next process until it learns again, with a replay of a gigabyte, by the wall's
 * clock and of the process's CPU, which is what a machine of one's own would need if nothing ran beside it. Arguments: transitions (1000000), features (118: a kilobyte a transition), restarts (3).
 */
public final class RestartBenchmark {
    private static final int DISTINCT = 2_000;
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private RestartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int transitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int features = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 118;
        int restarts = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        Path folder = Files.createTempDirectory("weir-restart-benchmark");
        byte[][] values = new byte[DISTINCT][];
        Arrays.setAll(values, i -> transition(i, features));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            String yaml = yaml(transitions, features, broker.bootstrapServers());
            ProblemFile file = ProblemFiles.parse(yaml);
            Path problem = Files.writeString(folder.resolve("problem.yaml"), yaml);
            try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
                TopicPlan.apply(file, admin);
            }
            ProblemRegistry.apply(file, file.kafkaSettings(), "benchmark");
            long sent = fill(file, values, transitions);
            String first = run(problem, folder, sent, false);
            System.out.printf("filled: %s; changelog %s%n", first, changelog(file));
            for (int r = 0; r < restarts; r++) {
                long before = sent;
                sent = before + fill(file, values, 200) - 1;
                String said = run(problem, folder, before + 1, true);
                System.out.printf("restart %d: %s; changelog %s%n", r, said, changelog(file));
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    /** Starts the learner, waits until it has learned beyond where it resumed and is at an offset, and kills it. */
    private static String run(Path problem, Path folder, long offset, boolean tell) throws Exception {
        long start = System.nanoTime();
        Process learner = LearnerProcess.builder(
                        problem,
                        "dqn",
                        folder.resolve("state"),
                        "-Xmx4g",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=" + (tell ? "info" : "error"))
                .start();
        long resumed = -1;
        String again = "";
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(learner.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                double seconds = (System.nanoTime() - start) / 1e9;
                if (line.matches("offset \\d+")) {
                    long at = Long.parseLong(line.substring(7));
                    if (resumed >= 0 && again.isEmpty()) {
                        again = String.format("learning after %.1f s and %.1f s of CPU", seconds, cpuSeconds(learner));
                    }
                    resumed = at;
                    if (!again.isEmpty() && at >= offset) {
                        return String.format("%s, at the end after %.1f s", again, seconds);
                    }
                } else if (tell && line.matches(".*(Finished restoring|tate transition|Initialized|resumed).*")) {
                    System.out.printf(
                            "  %5.1f s %s%n",
                            seconds, line.replaceAll("(stream-[a-z]+|state-updater) \\[[^]]*\\] ?", ""));
                }
            }
            throw new IllegalStateException("the learner ended by itself");
        } finally {
            learner.destroyForcibly().waitFor();
        }
    }

    private static double cpuSeconds(Process process) {
        return process.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(Double.NaN);
    }

    private static String changelog(ProblemFile file) throws Exception {
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            Map<String, Long> records = new TreeMap<>();
            for (String topic : admin.listTopics().names().get()) {
                if (topic.endsWith("-changelog")) {
                    TopicPartition p = new TopicPartition(topic, 0);
                    long end = admin.listOffsets(Map.of(p, OffsetSpec.latest()))
                            .partitionResult(p)
                            .get()
                            .offset();
                    records.put(topic.replaceAll(".*-weir", "weir"), end);
                }
            }
            long[] bytes = new long[1];
            admin.describeLogDirs(List.of(1))
                    .allDescriptions()
                    .get()
                    .values()
                    .forEach(dirs -> dirs.values()
                            .forEach(dir -> dir.replicaInfos().forEach((partition, info) -> {
                                if (partition.topic().endsWith("-changelog")) {
                                    bytes[0] += info.size();
                                }
                            })));
            return String.format("%,d MB, offsets %s", bytes[0] >> 20, records);
        }
    }

    private static long fill(ProblemFile file, byte[][] values, int transitions) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 256 * 1024);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < transitions; i++) {
                producer.send(new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, values[i % DISTINCT]));
            }
        }
        return transitions + 1L; // and the problem file
    }

    private static byte[] transition(int i, int features) {
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setStep(0L)
                .setAction("a")
                .setPropensity(0.5)
                .setPmf(List.of(0.5, 0.5))
                .setSituation(situation(i, features))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("dqn")
                .build();
        return TRANSITIONS.encode(Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(i % 7)
                .setDiscount(0.9)
                .setNext(situation(i + 1, features))
                .build());
    }

    private static Situation situation(int i, int features) {
        SplittableRandom random = new SplittableRandom(i);
        List<Double> numbers = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            numbers.add(random.nextDouble(-1, 1));
        }
        return new Situation(new Features(numbers, List.of()), null, null);
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println(folder + " could not be deleted: " + e);
        }
    }

    private static String yaml(int capacity, int features, String bootstrap) {
        return """
                problem: restart
                features: [{name: x, type: numeric, size: %d}]
                actions: {ids: [a, b]}
                default-action: a
                episodes: {timeout: PT1H}
                reward: {formula: click, window: PT5S, if-none: 0}
                discount: 0.9
                tracks:
                  dqn:
                    algorithm: {name: dqn, hidden: [64, 64], batch: 32, train-every: 16, replay-capacity: %d}
                    exploration: {name: epsilon-greedy, floor: 0.05}
                    publish: {every-transitions: 50000}
                    seed: 3
                kafka: {bootstrap.servers: "%s"}
                """.formatted(features, capacity, bootstrap);
    }
}
