package dev.weir.schemas.wire;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.CheckpointChunk;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.DecisionRequest;
import dev.weir.schemas.avro.LateOutcome;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of record that stands on a topic. Which one a value is, its first ten bytes tell: Avro's single-object marker
 * and the fingerprint of the writer's schema, looked up among the present schemas and all released ones.
 */
public enum RecordType {
    DECISION(Decision.class),
    OUTCOME(Outcome.class),
    TICK(Tick.class),
    TRANSITION(Transition.class),
    LATE_OUTCOME(LateOutcome.class),
    PROBLEM_APPLIED(ProblemApplied.class),
    POLICY_MANIFEST(PolicyManifest.class),
    POLICY_CHUNK(PolicyChunk.class),
    CHECKPOINT_CHUNK(CheckpointChunk.class),
    DEAD_LETTER(DeadLetter.class),
    DECISION_REQUEST(DecisionRequest.class),
    ROLLOUT_COMMAND(RolloutCommand.class),
    ROLLOUT_STATE(RolloutState.class),
    AUDIT_ENTRY(AuditEntry.class),
    ALERT(Alert.class),
    LEARNER_CONTROL(LearnerControl.class);

    /** Bytes before the body: two of marker, eight of fingerprint. */
    static final int HEADER = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[] FINGERPRINTS;
    private static final RecordType[] TYPES;

    static {
        TreeMap<Long, RecordType> all = new TreeMap<>();
        for (RecordType type : values()) {
            all.put(fingerprint(type.schema()), type);
            for (Schema released : Releases.of(type)) {
                all.put(fingerprint(released), type);
            }
        }
        FINGERPRINTS = all.keySet().stream().mapToLong(Long::longValue).toArray();
        TYPES = all.values().toArray(RecordType[]::new);
    }

    private final Class<? extends SpecificRecord> type;

    RecordType(Class<? extends SpecificRecord> type) {
        this.type = type;
    }

    /** The generated class. */
    public Class<? extends SpecificRecord> type() {
        return type;
    }

    /** The present schema. */
    public Schema schema() {
        return SpecificData.getForClass(type).getSchema(type);
    }

    /** The kind of an encoded value, or null if it is none of ours. */
    public static @Nullable RecordType of(byte[] value) {
        if (!hasHeader(value)) {
            return null;
        }
        int place = Arrays.binarySearch(FINGERPRINTS, fingerprintIn(value));
        return place < 0 ? null : TYPES[place];
    }

    static boolean hasHeader(byte[] value) {
        return value.length >= HEADER && value[0] == (byte) 0xC3 && value[1] == 0x01;
    }

    static long fingerprintIn(byte[] value) {
        return (long) LONG.get(value, 2);
    }

    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
