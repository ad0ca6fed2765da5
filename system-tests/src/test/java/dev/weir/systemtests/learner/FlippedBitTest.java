package dev.weir.systemtests.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.learner.LearnerStream;
import dev.weir.learner.rebuild.LogReader;
import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One flipped bit, in a transition, in a chunk of a version or on the broker's disk, is found by the rebuild and located. */
class FlippedBitTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final byte[] NOTHING = Codec.of(Tick.class).encode(new Tick(0L, "test", null));
    private static final int COUNT = 300;
    private static final int BAD = 137;
    private static final String YAML = """
            problem: %s
            features: [{name: visits, type: numeric, size: 8}, {name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b, c, d]}
            default-action: a
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson}, publish: {every-transitions: 50}, seed: 3}}
            kafka: {bootstrap.servers: "%s"}
            """;

    @TempDir
    Path folder;

    private static ProblemFile problem(String name, EmbeddedBroker broker) {
        ProblemFile file = ProblemFiles.parse(YAML.formatted(name, broker.bootstrapServers()));
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        return file;
    }

    private ProblemFile learned(EmbeddedBroker broker) throws Exception {
        ProblemFile file = problem("one", broker);
        ProblemRegistry.apply(file, file.kafkaSettings(), "test");
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < COUNT; i++) {
                producer.send(
                        new ProducerRecord<>(file.topics().transitions(), 0, "t" + i, TransitionFeed.transition(i)));
            }
        }
        try (LearnerStream learner =
                LearnerStream.start(file, "linear", folder.resolve("state"), new SimpleMeterRegistry())) {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!Published.manifests(file, "linear").containsKey("0.6") && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
        }
        return file;
    }

    /** Another problem's topics with the same records at the same offsets, but for what {@code change} makes of them. */
    private static ProblemFile copy(
            ProblemFile file, String name, EmbeddedBroker broker, BiFunction<String, byte[], byte[]> change) {
        ProblemFile to = problem(name, broker);
        copy(file, file.topics().transitions(), to.topics().transitions(), true, change);
        copy(file, file.topics().policies(), to.topics().policies(), false, change);
        return to;
    }

    private static void copy(
            ProblemFile file, String from, String to, boolean offsets, BiFunction<String, byte[], byte[]> change) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        LogReader.read(file, from, 0, record -> {
            while (offsets && all.size() < record.offset()) {
                all.add(new ProducerRecord<>(to, 0, null, NOTHING));
            }
            String key = new String(record.key());
            all.add(new ProducerRecord<>(to, 0, record.key(), change.apply(key, record.value())));
            return true;
        });
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            all.forEach(producer::send);
        }
    }

    private static byte[] flip(byte[] value, int at) {
        byte[] flipped = value.clone();
        flipped[at] ^= 16;
        return flipped;
    }

    private static byte[] flipReward(byte[] value) {
        Transition transition = TRANSITIONS.decode(value);
        double reward = transition.getReward() == 0 ? 1 : transition.getReward();
        transition.setReward(Double.longBitsToDouble(Double.doubleToLongBits(reward) ^ 1L << 51));
        return TRANSITIONS.encode(transition);
    }

    private static List<Rebuild.Line> verify(ProblemFile file) {
        return Rebuild.all(file, "linear", n -> {}).lines();
    }

    @Test
    void isNamedWhereverItIs() throws Exception {
        ProblemFile file;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            file = learned(broker);
            assertThat(verify(file)).hasSize(7).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
            inATransition(file, broker);
            inARecordThatCannotBeReadAnyMore(file, broker);
            inAChunk(file, broker);
        }
        onDisk();
    }

    private static void inATransition(ProblemFile file, EmbeddedBroker broker) {
        List<Rebuild.Line> lines = verify(copy(
                file, "flipped-reward", broker, (key, value) -> key.equals("t" + BAD) ? flipReward(value) : value));
        assertThat(lines.subList(0, 3)).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
        assertThat(lines.get(3).verdict()).isEqualTo(Rebuild.Verdict.DIFFERS);
        // offsets 0 and 1 are the problem file and the end of its transaction: transition 137 is offset 139
        assertThat(lines.get(3).detail())
                .contains("version 0.2 is the last equal one: look at transitions from offset 102 to 151");
    }

    private static void inARecordThatCannotBeReadAnyMore(ProblemFile file, EmbeddedBroker broker) {
        List<Rebuild.Line> lines = verify(
                copy(file, "flipped-header", broker, (key, value) -> key.equals("t" + BAD) ? flip(value, 4) : value));
        assertThat(lines.get(3).verdict()).isEqualTo(Rebuild.Verdict.DIFFERS);
        assertThat(lines.get(3).detail()).contains("offset 139 teaches nothing (undecodable");
    }

    private static void inAChunk(ProblemFile file, EmbeddedBroker broker) {
        List<Rebuild.Line> lines = verify(copy(
                file,
                "flipped-chunk",
                broker,
                (key, value) -> key.equals("c/linear/0/4/0") ? flip(value, value.length - 9) : value));
        assertThat(lines.get(4).verdict()).isEqualTo(Rebuild.Verdict.DIFFERS);
        assertThat(lines.get(4).detail()).matches("chunk 0 of 1, offset \\d+ of policies, holds other bytes.*");
        lines.remove(lines.get(4));
        assertThat(lines).allMatch(l -> l.verdict() == Rebuild.Verdict.EQUAL);
    }

    private void onDisk() throws Exception {
        Path segment;
        try (var files = java.nio.file.Files.walk(folder.resolve("broker"))) {
            segment = files.filter(f -> f.toString().endsWith("weir.one.transitions-0/00000000000000000000.log"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile log = new RandomAccessFile(segment.toFile(), "rw")) {
            long at = log.length() * 2 / 3;
            log.seek(at);
            int value = log.read();
            log.seek(at);
            log.write(value ^ 1);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            ProblemFile file = ProblemFiles.parse(YAML.formatted("one", broker.bootstrapServers()));
            assertThatThrownBy(() -> verify(file))
                    .hasMessageContaining("weir.one.transitions-0 is damaged in the batch at offset ")
                    .hasMessageContaining("check sum is wrong");
        }
    }
}
