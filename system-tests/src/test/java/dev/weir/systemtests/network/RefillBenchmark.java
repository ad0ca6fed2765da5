package dev.weir.systemtests.network;

import dev.weir.rl.network.StatePart;
import dev.weir.rl.replay.TransitionRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A replay of 1,000,000 transitions × 256 bytes comes back from its pages in RocksDB, as a learner that starts does it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class RefillBenchmark {
    private Path folder;
    private RocksDB store;
    private int pages;

    @Setup
    public void prepare() throws IOException, RocksDBException {
        RocksDB.loadLibrary();
        folder = Files.createTempDirectory("weir-refill");
        StatePart ring = ReplayBenchmark.filled().pages();
        pages = ring.pages();
        try (Options options = new Options().setCreateIfMissing(true)) {
            store = RocksDB.open(options, folder.toString());
        }
        for (int i = 0; i < pages; i++) {
            store.put(key(i), ring.page(i));
        }
    }

    private static byte[] key(int page) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(page).array();
    }

    @Benchmark
    public TransitionRing refill() throws RocksDBException {
        byte[][] read = new byte[pages][];
        for (int i = 0; i < pages; i++) {
            read[i] = store.get(key(i));
        }
        TransitionRing ring =
                new TransitionRing(ReplayBenchmark.TRANSITIONS, ReplayBenchmark.WIDTH, ReplayBenchmark.ACTIONS);
        ring.pages().restore(read);
        return ring;
    }

    @TearDown
    public void delete() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
