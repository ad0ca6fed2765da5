package dev.weir.systemtests.network;

import dev.weir.learner.replay.ClusteredBatch;
import dev.weir.learner.replay.ClusteredReplay;
import dev.weir.learner.replay.MappedReads;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.replay.RowLayout;
import dev.weir.rl.replay.TransitionRing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Properties;
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

/** The replay of {@link ReplayBenchmark} on disk: packed blocks in a Kafka Streams store, sampled and refilled from. */
public final class PackedReplayBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PackedReplayBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        run(ReplayBenchmark.filled(), ReplayBenchmark.TRANSITIONS, ReplayBenchmark.WIDTH, ReplayBenchmark.ACTIONS, 256);
        System.exit(0);
    }

    private static void run(TransitionRing ring, int n, int width, int actions, int batch) throws Exception {
        Properties p = new Properties();
        p.put("application.id", "packed-replay-benchmark");
        p.put("bootstrap.servers", "nowhere:1");
        p.put("rocksdb.config.setter", MappedReads.class);
        p.put("state.dir", Files.createTempDirectory("weir-packed-replay").toString());
        try (TopologyTestDriver driver = new TopologyTestDriver(withStore(), p)) {
            KeyValueStore<Integer, byte[]> store = driver.getKeyValueStore("blocks");
            StatePart pages = ring.pages();
            for (int i = 0; i < pages.pages(); i++) {
                store.put(i, pages.page(i));
            }
            RowLayout layout = new RowLayout(width, actions);
            ClusteredReplay replay = new ClusteredReplay(layout, block -> store.get(1 + block));
            ClusteredBatch into = ClusteredBatch.of(layout, batch);
            long[] step = new long[1];
            double clustered = Clock.perSecond(
                    () -> {
                        replay.sample(1, step[0]++, n, into);
                        return into.rewards()[0];
                    },
                    2,
                    0.5);
            long steps = step[0];
            long cpu = THREADS.getCurrentThreadCpuTime();
            while (step[0] < 3 * steps / 2) {
                replay.sample(1, step[0]++, n, into);
            }
            double ofACore = batch * (step[0] - steps) * 1e3 / (THREADS.getCurrentThreadCpuTime() - cpu);
            System.out.printf(
                    "clustered from RocksDB, %d transitions a block, %d of each: %.1f M samples/s, %.1f of a whole core%n",
                    layout.perPage(), ClusteredReplay.CLUSTER, clustered * batch / 1e6, ofACore);
            for (int r = 0; r < 3; r++) {
                refill(store, n, width, actions);
            }
        }
    }

    private static void refill(KeyValueStore<Integer, byte[]> store, int n, int width, int actions) {
        long start = System.nanoTime();
        TransitionRing ring = new TransitionRing(n, width, actions);
        byte[][] read = new byte
                [1 + (n + new RowLayout(width, actions).perPage() - 1) / new RowLayout(width, actions).perPage()][];
        try (KeyValueIterator<Integer, byte[]> all = store.range(0, Integer.MAX_VALUE)) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> next = all.next();
                read[next.key] = next.value;
            }
        }
        long between = System.nanoTime();
        ring.pages().restore(read);
        long end = System.nanoTime();
        System.out.printf(
                "refill of %,d transitions, %,d MB: %.2f s (%.2f s to read)%n",
                n,
                Arrays.stream(read).mapToLong(b -> b.length).sum() >> 20,
                (end - start) / 1e9,
                (between - start) / 1e9);
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

    private static final class Nothing implements Processor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
