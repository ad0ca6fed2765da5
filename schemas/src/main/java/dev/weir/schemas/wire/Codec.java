package dev.weir.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record type in Avro single-object encoding: two marker bytes, the writer schema's fingerprint, the body. Safe for
 * use by many threads.
 */
public final class Codec<T extends SpecificRecord> {
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private Codec(Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        GenericData generic = data;
        this.encoder = new BinaryMessageEncoder<>(generic, data.getSchema(type));
        this.decoder = new BinaryMessageDecoder<>(generic, data.getSchema(type));
    }

    /** The codec of a generated record. */
    public static <T extends SpecificRecord> Codec<T> of(Class<T> type) {
        return new Codec<>(type);
    }

    /** Encodes. */
    public byte[] encode(T record) {
        try {
            ByteBuffer buffer = encoder.encode(record);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Decodes.
     *
     * @throws UndecodableException if the bytes are not this record
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(e);
        }
    }

    /** Bytes that are not the record that was expected. */
    public static final class UndecodableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableException(Throwable cause) {
            super("not the expected record: " + cause.getMessage(), cause);
        }
    }
}
