package dev.weir.systemtests.network;

import dev.weir.learner.replay.MappedReads;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.replay.ClusteredBatch;
import dev.weir.rl.replay.ClusteredSampling;
import dev.weir.rl.replay.RowLayout;
import dev.weir.rl.replay.TransitionRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The replay of {@link ReplayBenchmark} on disk: packed blocks in a Kafka Streams store, sampled and refilled from. */
@State(Scope.Thread)
public class PackedReplayBenchmark {
    private static final int BATCH = 256;
    private final RowLayout layout = new RowLayout(ReplayBenchmark.WIDTH, ReplayBenchmark.ACTIONS);
    private final ClusteredBatch batch = ClusteredBatch.of(layout, BATCH);
    private Path folder;
    private TopologyTestDriver driver;
    private KeyValueStore<Integer, byte[]> store;
    private ClusteredSampling replay;
    private int pages;
    private long step;

    @Setup
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("weir-packed-replay");
        Properties p = new Properties();
        p.put("application.id", "packed-replay-benchmark");
        p.put("bootstrap.servers", "nowhere:1");
        p.put("rocksdb.config.setter", MappedReads.class);
        p.put("state.dir", folder.toString());
        driver = new TopologyTestDriver(withStore(), p);
        store = driver.getKeyValueStore("blocks");
        StatePart ring = ReplayBenchmark.filled().pages();
        pages = ring.pages();
        for (int i = 0; i < pages; i++) {
            store.put(i, ring.page(i));
        }
        replay = new ClusteredSampling(layout, block -> store.get(1 + block));
    }

    private static Topology withStore() {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor("none", Nothing::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore("blocks"), Serdes.Integer(), Serdes.ByteArray())
                                .withCachingDisabled()
                                .withLoggingDisabled(),
                        "none");
        return topology;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float clustered() {
        replay.sample(1, step++, ReplayBenchmark.TRANSITIONS, batch);
        return batch.rewards()[0];
    }

    /** As a learner that starts does it. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @Warmup(iterations = 1)
    @Measurement(iterations = 5)
    public TransitionRing refill() {
        byte[][] read = new byte[pages][];
        try (KeyValueIterator<Integer, byte[]> all = store.range(0, Integer.MAX_VALUE)) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> next = all.next();
                read[next.key] = next.value;
            }
        }
        TransitionRing ring =
                new TransitionRing(ReplayBenchmark.TRANSITIONS, ReplayBenchmark.WIDTH, ReplayBenchmark.ACTIONS);
        ring.pages().restore(read);
        return ring;
    }

    @TearDown
    public void delete() throws IOException {
        driver.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }

    private static final class Nothing implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
