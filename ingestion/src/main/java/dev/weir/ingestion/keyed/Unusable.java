package dev.weir.ingestion.keyed;

import dev.weir.schemas.avro.DeadLetter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: the bytes as they came, cut at 64 KiB, with the reason and where they stand. */
public final class Unusable {
    /** Bytes of payload that a dead letter carries at most; the rest stands at its source offset. */
    public static final int MAX_PAYLOAD = 64 * 1024;

    /** Bytes of a value that is used at all: with key and header it must pass through a broker's default 1 MiB. */
    public static final int MAX_VALUE = 900 * 1024;

    private static final int MAX_DETAIL = 500;

    private Unusable() {}

    /**
     * A dead letter.
     *
     * @param topic  that the source stands on
     * @param reason in kebab-case, one of the published ones
     * @param time   stamp of the source record, in epoch milliseconds
     */
    public static DeadLetter of(
            String topic, Source source, String reason, String detail, long time, byte @Nullable [] payload) {
        byte[] bytes = payload == null ? new byte[0] : payload;
        int kept = Math.min(bytes.length, MAX_PAYLOAD);
        String told = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
        return new DeadLetter(
                topic,
                source.partition(),
                source.offset(),
                reason,
                told,
                time,
                ByteBuffer.wrap(bytes, 0, kept).slice(),
                kept < bytes.length);
    }
}
