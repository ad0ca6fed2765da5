package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** What each record of the topics adds to the index. What is none of ours, or cannot be read, adds nothing. Confined to one thread. */
final class Indexer {
    private final String decisionsTopic;
    private final String transitionsTopic;
    private final Codec<Decision> decisions = Codec.of(Decision.class);
    private final Codec<Transition> transitions = Codec.of(Transition.class);
    private long unreadable;

    Indexer(ProblemFile file) {
        this.decisionsTopic = file.topics().decisions();
        this.transitionsTopic = file.topics().transitions();
    }

    void take(ConsumerRecord<byte[], byte[]> record, IndexBatch batch) throws RocksDBException {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (record.topic().equals(decisionsTopic)) {
                decision(record, batch);
            } else if (record.topic().equals(transitionsTopic)) {
                transition(key, record, batch);
            } else {
                version(key.split("/", -1), record, batch);
            }
        } catch (UndecodableException e) {
            unreadable++;
        }
    }

    private void decision(ConsumerRecord<byte[], byte[]> record, IndexBatch batch) throws RocksDBException {
        if (record.value() == null || RecordType.of(record.value()) != RecordType.DECISION) {
            return; // a tick, or none of ours: ingestion has it as a dead letter
        }
        Decision d = decisions.decode(record.value());
        if (DecisionId.isWellFormed(d.getId())) {
            batch.decision(new DecisionId(d.getId()), d.getTime(), d.getAction(), record.partition(), record.offset());
        }
    }

    private void transition(String key, ConsumerRecord<byte[], byte[]> record, IndexBatch batch)
            throws RocksDBException {
        if (DecisionId.isWellFormed(key)
                && record.value() != null
                && RecordType.of(record.value()) == RecordType.TRANSITION) {
            byte[] value = record.value();
            batch.transition(
                    new DecisionId(key),
                    record.offset(),
                    () -> transitions.decode(value).getDecision());
        }
    }

    /** Keys are {@code m/<track>/<epoch>/<n>} and {@code c/<track>/<epoch>/<n>/<index>}. */
    private static void version(String[] parts, ConsumerRecord<byte[], byte[]> record, IndexBatch batch)
            throws RocksDBException {
        boolean manifest = parts.length == 4 && parts[0].equals("m");
        boolean chunk = parts.length == 5 && parts[0].equals("c") && parts[4].equals("0");
        PolicyVersion version = manifest || chunk ? number(parts[2], parts[3]) : null;
        if (version == null) {
            return;
        } else if (manifest && record.value() == null) {
            batch.noVersion(parts[1], version);
        } else if (manifest) {
            batch.manifest(parts[1], version, record.offset());
        } else if (record.value() != null) {
            batch.firstChunk(parts[1], version, record.offset());
        }
    }

    private static @Nullable PolicyVersion number(String epoch, String n) {
        try {
            return PolicyVersion.parse(epoch + "." + n);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Records that said they were ours and could not be decoded. */
    long unreadable() {
        return unreadable;
    }
}
