package dev.weir.ops.transfer;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.ops.train.TransitionFile;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Begins a problem with transitions of a file: puts the problem file in force and appends them to {@code transitions}, in one
 * transaction. The learner learns from them and publishes, so every version can be rebuilt from the log as ever.
 */
public final class Publish {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private Publish() {}

    /**
     * Appends at most so many.
     *
     * @return how many
     */
    public static long transitions(ProblemFile file, Path avro, long most, String by) {
        String topic = file.topics().transitions();
        LogReader.read(file, topic, 0, record -> {
            byte[] value = record.value();
            if (value != null && RecordType.of(value) == RecordType.TRANSITION) {
                throw new IllegalArgumentException("--publish begins a problem, and " + topic
                        + " has transitions already (offset " + record.offset() + "): take a problem of another name");
            }
            return true;
        });
        ProblemRegistry.apply(file, file.kafkaSettings(), by);
        long[] count = new long[1];
        var settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("transactional.id", topic + ".publish");
        settings.put("transaction.timeout.ms", 600_000);
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            TransitionFile.read(avro, (number, transition) -> {
                producer.send(new ProducerRecord<>(
                        topic,
                        0,
                        Math.max(0, transition.getClosedAt()),
                        transition.getDecision().getId(),
                        TRANSITIONS.encode(transition)));
                return ++count[0] < most;
            });
            producer.commitTransaction(); // a file that is cut off is refused before: closing aborts
        }
        return count[0];
    }
}
