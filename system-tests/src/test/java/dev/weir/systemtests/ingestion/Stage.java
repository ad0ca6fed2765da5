package dev.weir.systemtests.ingestion;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with one problem's topics, a producer that plays its callers, and a reader of what comes out. */
final class Stage implements AutoCloseable {
    static final long T0 = 1_790_000_000_000L;
    static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    static final Codec<Outcome> OUTCOMES = Codec.of(Outcome.class);
    static final Codec<Tick> TICKS = Codec.of(Tick.class);

    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    final ProblemFile file;

    Stage(Path folder, String yaml) {
        this(folder, yaml, Map.of());
    }

    /** @param kafka settings beside the broker's address */
    Stage(Path folder, String yaml, Map<String, String> kafka) {
        broker = EmbeddedBroker.start(folder, 0);
        Map<String, String> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        file = ProblemFiles.parse(yaml).withKafka(settings);
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
        Map<String, Object> producing = file.kafkaSettings().forClient(Kind.PRODUCER);
        producing.put("linger.ms", 5);
        producing.put("batch.size", 256 * 1024);
        producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static Decision decision(int unit, int n, long time) {
        Decision d = new Decision();
        UnitId id = new UnitId("unit-" + unit);
        d.setId(DecisionId.of(id, "call-" + n).value());
        d.setTime(time);
        d.setUnit(id.value());
        d.setAction("a");
        d.setPropensity(0.5);
        d.setPmf(List.of(0.5, 0.5));
        d.setSituation(new Situation(new Features(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), List.of("low")), null, null));
        d.setProblemHash("0123456789abcdef".repeat(4));
        d.setVariant("linear");
        d.setTrack("linear");
        d.setRequestHash(n);
        return d;
    }

    static Outcome outcome(Decision d, String id, long time, double reward) {
        return new Outcome(d.getId(), id, time, Map.of("reward", reward), false, false, null, false);
    }

    void decide(Decision d) {
        int partition = UnitId.partition(
                new UnitId(d.getUnit()).hash(), file.topicSettings().partitions());
        send(file.topics().decisions(), partition, d.getId(), d.getTime(), DECISIONS.encode(d));
    }

    void happen(Outcome o) {
        int partition = UnitId.partition(
                new DecisionId(o.getDecision()).unitHash(), file.topicSettings().partitions());
        send(file.topics().outcomes(), partition, o.getDecision(), o.getTime(), OUTCOMES.encode(o));
    }

    void tick(long time) {
        producer.flush();
        for (int p = 0; p < file.topicSettings().partitions(); p++) {
            byte[] tick = TICKS.encode(new Tick(time, "test", null));
            send(file.topics().decisions(), p, null, time, tick);
            send(file.topics().outcomes(), p, null, time, tick);
        }
        producer.flush();
    }

    void send(String topic, int partition, @org.jspecify.annotations.Nullable String key, long time, byte[] value) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, time, bytes, value));
    }

    void flush() {
        producer.flush();
    }

    /** Reads committed records from the beginning until all that was read satisfies the condition, or time is out. */
    List<ConsumerRecord<byte[], byte[]>> read(
            String topic, Duration timeout, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        long end = System.nanoTime() + timeout.toNanos();
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!enough.test(records) && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
