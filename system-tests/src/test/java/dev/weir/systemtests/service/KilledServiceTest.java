package dev.weir.systemtests.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServiceTest {
    private static final int REQUESTS = 16_000;
    private static final int KILLS = 2;
    private static final String YAML = """
            problem: killed
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [red, green]}
            default-action: green
            reward: {formula: click, window: PT5S, if-none: 0}
            time: {tick: PT60S}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
            """;

    @TempDir
    Path folder;

    /** While there is a backlog the service is nearly always inside a transaction; it dies when one has begun to write. */
    @Test
    void everyRequestIsDecidedOnceThoughTheServiceIsKilledInItsTransactions() throws Exception {
        ProblemFile file = ServiceUnderTest.problem(YAML, OneBroker.bootstrap());
        Path yaml = Files.writeString(folder.resolve("killed.yaml"), YAML);
        ask(file);
        for (int kill = 0; kill < KILLS; kill++) {
            try (KafkaConsumer<byte[], byte[]> log = consumer(file, "read_uncommitted");
                    ChildJvm service = start(yaml, kill)) {
                long before = end(log, file);
                long deadline = System.nanoTime() + 30_000_000_000L;
                while (end(log, file) < before + 700 && System.nanoTime() < deadline) {
                    Thread.sleep(1);
                }
                service.kill();
            }
            assertThat(decided(file).size()).as("killed before it was done").isLessThan(REQUESTS);
        }
        try (ChildJvm last = start(yaml, KILLS)) {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (decided(file).size() < REQUESTS && System.nanoTime() < deadline) {
                Thread.sleep(200);
            }
            assertThat(last.ready()).isNotEmpty();
        }
        List<String> decided = decided(file);
        assertThat(new HashSet<>(decided)).hasSize(REQUESTS);
        assertThat(decided).hasSize(REQUESTS);
    }

    private ChildJvm start(Path yaml, int n) throws Exception {
        return ChildJvm.start(
                ServiceProcess.class,
                folder.resolve("service-" + n + ".log"),
                yaml.toString(),
                OneBroker.bootstrap(),
                folder.resolve("data").toString());
    }

    private static void ask(ProblemFile file) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = "{\"id\":\"r%d\",\"unit\":\"u%d\"}"
                        .formatted(i, i % 100)
                        .getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(file.topics().requests(), request));
            }
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(ProblemFile file, String isolation) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", isolation);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static long end(KafkaConsumer<byte[], byte[]> log, ProblemFile file) {
        TopicPartition partition = new TopicPartition(file.topics().decisions(), 0);
        return log.endOffsets(List.of(partition)).get(partition);
    }

    private static List<String> decided(ProblemFile file) {
        Codec<Decision> codec = Codec.of(Decision.class);
        TopicPartition partition = new TopicPartition(file.topics().decisions(), 0);
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(file, "read_committed")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (RecordType.of(record.value()) == RecordType.DECISION) {
                        ids.add(codec.decode(record.value()).getCallerId());
                    }
                }
            }
        }
        return ids;
    }
}
