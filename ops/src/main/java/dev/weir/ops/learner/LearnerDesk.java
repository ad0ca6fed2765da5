package dev.weir.ops.learner;

import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what is asked of a learner into {@code transitions}, where it takes effect in order, and into {@code audit}. */
public final class LearnerDesk {
    private static final Codec<LearnerControl> CONTROLS = Codec.of(LearnerControl.class);
    private static final Codec<AuditEntry> ENTRIES = Codec.of(AuditEntry.class);

    private LearnerDesk() {}

    /** Both in one transaction. */
    public static void ask(ProblemFile file, LearnerControl control) {
        String track = control.getTrack();
        AuditEntry entry = AuditEntry.newBuilder()
                .setSubject("learner " + track)
                .setAction(control.getCommand().name().toLowerCase(Locale.ROOT))
                .setBy(control.getBy())
                .setReason(control.getReason())
                .setTime(control.getTime())
                .setNumbers(Map.of(
                        "version", control.getVersion(), "skipped", control.getSkipFrom() + ".." + control.getSkipTo()))
                .build();
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("transactional.id", file.topics().transitions() + ".learner-desk");
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            long time = control.getTime();
            producer.send(new ProducerRecord<>(file.topics().transitions(), 0, time, track, CONTROLS.encode(control)));
            producer.send(
                    new ProducerRecord<>(file.topics().audit(), 0, time, entry.getSubject(), ENTRIES.encode(entry)));
            producer.commitTransaction();
        }
    }
}
