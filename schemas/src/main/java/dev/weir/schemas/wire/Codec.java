package dev.weir.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record type in Avro single-object encoding: two marker bytes, the writer schema's fingerprint, the body. Reads what
 * every release wrote. Safe for use by many threads.
 */
public final class Codec<T extends SpecificRecord> {
    private static final ThreadLocal<ArrayEncoder> ENCODERS = ThreadLocal.withInitial(ArrayEncoder::new);
    private static final ThreadLocal<BinaryDecoder> DECODERS =
            ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

    static {
        TrustedRecords.ensure();
    }

    private final byte[] header;
    private final SpecificDatumWriter<T> writer;
    private final long fingerprint;
    private final SpecificDatumReader<T> reader;
    private final Map<Long, DatumReader<T>> others = new ConcurrentHashMap<>();
    private final String name;

    private Codec(Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        SpecificData generated = new SpecificData(type.getClassLoader());
        // Generated code writes four times as fast as a walk over the schema. It does not read here: it allocates
        // arrays of whatever length the bytes claim, where the walk is bounded by the bytes that are left.
        generated.setCustomCoders(true);
        Schema schema = data.getSchema(type);
        this.name = schema.getName();
        this.writer = new SpecificDatumWriter<>(schema, generated);
        this.reader = new SpecificDatumReader<>(schema, schema, data);
        this.fingerprint = RecordType.fingerprint(schema);
        this.header = ByteBuffer.allocate(RecordType.HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(fingerprint)
                .array();
        for (RecordType known : RecordType.values()) {
            if (known.type() == type) {
                Releases.of(known).forEach(old -> knows(old, schema, data));
            }
        }
    }

    private void knows(Schema written, Schema schema, SpecificData data) {
        others.put(RecordType.fingerprint(written), new SpecificDatumReader<>(written, schema, data));
    }

    /** The codec of a generated record. */
    public static <T extends SpecificRecord> Codec<T> of(Class<T> type) {
        return new Codec<>(type);
    }

    /** Encodes. */
    public byte[] encode(T record) {
        ArrayEncoder encoder = ENCODERS.get().begin();
        try {
            encoder.writeFixed(header, 0, header.length);
            writer.write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoder.copy();
    }

    /**
     * Decodes.
     *
     * @throws UndecodableException if the bytes are not this record, the whole of it and nothing else
     */
    public T decode(byte[] bytes) {
        if (!RecordType.hasHeader(bytes)) {
            throw new UndecodableException("no single-object encoding of " + name + " in " + bytes.length + " bytes");
        }
        long written = RecordType.fingerprintIn(bytes);
        @Nullable DatumReader<T> from = written == fingerprint ? reader : others.get(written);
        if (from == null) {
            throw new UndecodableException(
                    "written with schema " + Long.toHexString(written) + ", which is no release's " + name);
        }
        try {
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(bytes, RecordType.HEADER, bytes.length - RecordType.HEADER, DECODERS.get());
            T record = from.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableException("bytes after the end of " + name);
            }
            return record;
        } catch (IOException e) {
            throw new UndecodableException(e);
        } catch (UndecodableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UndecodableException(e);
        }
    }

    /** Bytes that are not the record that was expected. */
    public static final class UndecodableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UndecodableException(Throwable cause) {
            super("not the expected record: " + cause.getMessage(), cause);
        }

        UndecodableException(String message) {
            super("not the expected record: " + message);
        }
    }
}
