package dev.weir.service.requests;

import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.DecisionRequest;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.RequestJson;
import dev.weir.service.decisionlog.DecisionLog;
import dev.weir.service.decisionlog.DecisionLog.Acknowledged;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Decides the requests of one poll in one transaction. Confined to one thread. */
final class RequestBatch {
    private static final int MAX_PAYLOAD = 64 << 10;

    private final ProblemService service;
    private final DecisionLog log;
    private final Counter deadLetters;
    private final Codec<DecisionRequest> requests = Codec.of(DecisionRequest.class);
    private final Codec<DeadLetter> letters = Codec.of(DeadLetter.class);
    private final List<Acknowledged> waiting = new ArrayList<>();

    RequestBatch(ProblemService service, DecisionLog log, MeterRegistry meters) {
        this.service = service;
        this.log = log;
        this.deadLetters = meters.counter(
                "weir.service.requests.dead.letters", "problem", service.file().name());
    }

    /**
     * Decides and commits.
     *
     * @throws KafkaException if the transaction was not committed; nothing of it counts, and both clients are of no use
     */
    void decide(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        try {
            producer.beginTransaction();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                one(record, producer);
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
            settle(null);
        } catch (RuntimeException e) {
            settle(new KafkaException("rolled back, and decided again", e)); // never half there
            throw e instanceof KafkaException ? e : new KafkaException("requests could not be decided", e);
        }
    }

    private void settle(@Nullable Exception failure) {
        waiting.forEach(then -> then.done(failure));
        waiting.clear();
    }

    private void one(ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> producer) {
        try {
            DecisionRequest request = request(record);
            Trace trace = Trace.of(record.headers());
            service.decide(
                    service.reader().read(request),
                    service.rollouts(),
                    (decision, then) -> {
                        waiting.add(then);
                        producer.send(log.record(decision, trace));
                    },
                    true,
                    answer -> {
                        if (answer instanceof Answer.Conflict conflict) {
                            letter(
                                    record,
                                    "conflict",
                                    "decision " + conflict.decision() + " was made of another request",
                                    producer);
                        }
                    });
        } catch (UndecodableException e) {
            letter(record, "undecodable", String.valueOf(e.getMessage()), producer);
        } catch (Refusal e) {
            String reason =
                    e.field().equals("body") ? "undecodable" : e.field().equals("(type)") ? "wrong-type" : "invalid";
            letter(record, reason, String.valueOf(e.getMessage()), producer);
        }
    }

    private DecisionRequest request(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        RecordType type = RecordType.of(value);
        if (type != null && type != RecordType.DECISION_REQUEST) {
            throw new Refusal("(type)", type, RecordType.DECISION_REQUEST.toString());
        }
        boolean avro = type != null || value.length > 0 && value[0] == (byte) 0xC3;
        DecisionRequest request = avro ? requests.decode(value) : RequestJson.read(value);
        if (request.getId() == null) {
            request.setId(record.partition() + "-" + record.offset());
        }
        return request;
    }

    private void letter(
            ConsumerRecord<byte[], byte[]> record,
            String reason,
            String detail,
            KafkaProducer<byte[], byte[]> producer) {
        deadLetters.increment();
        byte[] value = Objects.requireNonNullElse(record.value(), new byte[0]);
        DeadLetter letter = new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                reason,
                detail,
                service.now(),
                ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_PAYLOAD)),
                value.length > MAX_PAYLOAD);
        producer.send(new ProducerRecord<>(
                service.file().topics().deadLetters(),
                record.topic().getBytes(StandardCharsets.UTF_8),
                letters.encode(letter)));
    }
}
