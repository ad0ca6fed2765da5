package dev.weir.ingestion.keyed;

import dev.weir.schemas.wire.RecordType;
import java.util.Arrays;
import org.apache.avro.SchemaNormalization;

/** The head of values that this release writes: bodies behind it may be read and copied without their schema. */
public enum Present {
    DECISION(RecordType.DECISION),
    OUTCOME(RecordType.OUTCOME),
    TRANSITION(RecordType.TRANSITION),
    LATE_OUTCOME(RecordType.LATE_OUTCOME);

    /** Where the body begins. */
    public static final int BODY = 10;

    private final byte[] head = new byte[BODY];

    Present(RecordType type) {
        long bits = SchemaNormalization.parsingFingerprint64(type.schema());
        head[0] = (byte) 0xC3;
        head[1] = 1;
        for (int i = 0; i < Long.BYTES; i++) {
            head[2 + i] = (byte) (bits >>> 8 * i);
        }
    }

    /** Marker and fingerprint. */
    public byte[] head() {
        return head.clone();
    }

    /** True if the value was written with this release's schema. */
    public boolean wrote(byte[] value) {
        return value.length >= BODY && Arrays.equals(value, 0, BODY, head, 0, BODY);
    }
}
