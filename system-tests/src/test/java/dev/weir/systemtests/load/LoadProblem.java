package dev.weir.systemtests.load;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import dev.weir.systemtests.service.ServiceUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The problem that loads are on: 32 numbers in, one of ten actions out. */
final class LoadProblem {
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);

    private LoadProblem() {}

    /** Its file, with its topics made; {@code log} is the way of the decision log. */
    static ProblemFile file(String name, String exploration, String log, String bootstrap) {
        return ServiceUnderTest.problem("""
                problem: %s
                features: [{name: x, type: numeric, size: 32, missing: 0}]
                actions: {ids: [a, b, c, d, e, f, g, h, i, j]}
                default-action: a
                reward: {formula: click, window: PT5S, if-none: 0}
                service: {log: %s}
                tracks: {linear: {algorithm: {name: linear}, exploration: {name: %s}, publish: {every-transitions: 10}}}
                """.formatted(name, log, exploration), bootstrap);
    }

    static String path(String problem) {
        return "/v1/problems/" + problem + "/decisions";
    }

    /** A request's body; the client puts each one's number into the unit. */
    static String body() {
        String numbers = IntStream.range(0, 32)
                .mapToObj(i -> Double.toString(Math.round(Math.sin(i) * 1e6) / 1e6))
                .collect(Collectors.joining(","));
        return "{\"unit\":\"" + LoadClient.UNIT + "\",\"features\":{\"x\":[" + numbers + "]}}";
    }

    /** Reads decisions of the topic until there are so many, and a little longer; how many there were. */
    static long logged(ProblemFile file, long expected, Consumer<Decision> each) {
        return records(file, expected, record -> each.accept(DECISIONS.decode(record.value())));
    }

    /** The same, undecoded. */
    static long records(ProblemFile file, long expected, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        TopicPartition partition = new TopicPartition(file.topics().decisions(), 0);
        long found = 0;
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + 120_000_000_000L;
            int idle = 0;
            while (idle < 10 && System.nanoTime() < deadline) {
                long before = found;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (RecordType.of(record.value()) == RecordType.DECISION) {
                        found++;
                        each.accept(record);
                    }
                }
                idle = found > before ? 0 : idle + 1;
                if (found >= expected) {
                    idle += 3;
                }
            }
        }
        return found;
    }
}
