package dev.weir.systemtests.learner;

import dev.weir.learner.LearnerStream;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The learner beside the least that a Kafka Streams application with state can do: put each record into a store with a
 * changelog. Same topic, same settings, exactly once, one partition, in turns, the first third of each run left out as
 * warm-up. 20 numeric features, 10 actions, a version every 5,000 transitions. Arguments: transitions (300000), repeats (5).
 */
public final class LearnerBenchmark {
    private static final int FEATURES = 20;
    private static final int ACTIONS = 10;
    private static final int DISTINCT = 2_000;
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private LearnerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int transitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
        int repeats = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path folder = Files.createTempDirectory("weir-learner-benchmark");
        double[] learner = new double[repeats];
        double[] bare = new double[repeats];
        double[] ratio = new double[repeats];
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            for (int r = -1; r < repeats; r++) { // the first turn is for the compiler
                ProblemFile file = problem("bench" + (r + 1), broker.bootstrapServers());
                fill(file, transitions);
                double ours = learner(file, folder.resolve("learner" + r), transitions);
                double theirs = bare(file, folder.resolve("bare" + r), transitions);
                System.out.printf(
                        "turn %d: learner %,.0f/s, bare put %,.0f/s, ratio %.2f%n", r, ours, theirs, ours / theirs);
                if (r >= 0) {
                    learner[r] = ours;
                    bare[r] = theirs;
                    ratio[r] = ours / theirs;
                }
            }
        }
        System.out.printf("learner transitions/s: %s%n", spread(learner));
        System.out.printf("bare put with changelog, records/s: %s%n", spread(bare));
        System.out.printf("ratio: %s%n", spread(ratio));
        System.exit(0);
    }

    private static String spread(double[] values) {
        Arrays.sort(values);
        return String.format(
                "median %,.2f (%,.2f to %,.2f)", values[values.length / 2], values[0], values[values.length - 1]);
    }

    static void fill(ProblemFile file, int transitions) {
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        ProblemRegistry.apply(file, file.kafkaSettings(), "benchmark");
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("linger.ms", 20);
        settings.put("batch.size", 256 * 1024);
        byte[][] values = new byte[DISTINCT][];
        Arrays.setAll(values, LearnerBenchmark::transition);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < transitions; i++) {
                producer.send(new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, values[i % DISTINCT]));
            }
        }
    }

    static double learner(ProblemFile file, Path state, int transitions) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (LearnerStream stream = LearnerStream.start(file, "linear", state, meters)) {
            return rate(transitions, () ->
                    (long) meters.get("weir.learner.transitions").gauge().value());
        }
    }

    private static double bare(ProblemFile file, Path state, int transitions) {
        AtomicLong count = new AtomicLong();
        Topology topology = new Topology();
        topology.addSource(
                        "in",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        file.topics().transitions())
                .addProcessor("put", () -> new Put(count), "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore("store"), Serdes.ByteArray(), Serdes.ByteArray())
                                .withCachingDisabled(),
                        "put");
        try (KafkaStreams streams =
                new KafkaStreams(topology, StreamsSettings.of(file.kafkaSettings(), file.name() + "-bare", state))) {
            streams.start();
            return rate(transitions, count::get);
        }
    }

    /** Records a second from the first third on. */
    private static double rate(int records, LongSupplier count) {
        int from = records / 3;
        long startCount = await(count, from);
        long start = System.nanoTime();
        long endCount = await(count, records - 1);
        return (endCount - startCount) / ((System.nanoTime() - start) / 1e9);
    }

    private static long await(LongSupplier count, long atLeast) {
        while (count.getAsLong() < atLeast) {
            LockSupport.parkNanos(200_000);
        }
        return count.getAsLong();
    }

    private static final class Put implements Processor<byte[], byte[], Void, Void> {
        private final AtomicLong count;
        private KeyValueStore<byte[], byte[]> store;

        private Put(AtomicLong count) {
            this.count = count;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("store");
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            store.put(record.key(), record.value());
            count.lazySet(count.get() + 1);
        }
    }

    private static byte[] transition(int i) {
        SplittableRandom random = new SplittableRandom(i);
        List<Double> numbers = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            numbers.add(random.nextDouble());
        }
        List<Double> pmf = new ArrayList<>();
        for (int a = 0; a < ACTIONS; a++) {
            pmf.add(1.0 / ACTIONS);
        }
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setAction("a" + random.nextInt(ACTIONS))
                .setPropensity(1.0 / ACTIONS)
                .setPmf(pmf)
                .setSituation(new Situation(new Features(numbers, List.of()), null, null))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("linear")
                .build();
        return TRANSITIONS.encode(Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(random.nextDouble())
                .setDiscount(0)
                .build());
    }

    static ProblemFile problem(String name, String bootstrap) {
        return ProblemFiles.parse("""
                problem: %s
                features: [{name: x, type: numeric, size: %d}]
                actions: {ids: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9]}
                default-action: a0
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks:
                  linear:
                    algorithm: {name: linear}
                    exploration: {name: thompson, draws: 32}
                    publish: {every-transitions: 5000}
                    seed: 3
                kafka: {bootstrap.servers: "%s"}
                """.formatted(name, FEATURES, bootstrap));
    }
}
