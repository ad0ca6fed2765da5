package dev.weir.ops.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** An Avro file of a topic's records as they stand there: offset, time, key, value. */
final class RecordFile {
    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "TopicRecord", "namespace": "dev.weir.transfer", "fields": [
              {"name": "offset", "type": "long"},
              {"name": "time", "type": "long"},
              {"name": "key", "type": ["null", "bytes"]},
              {"name": "value", "type": ["null", "bytes"]}]}
            """);

    private RecordFile() {}

    /** One record. */
    record Entry(long offset, long time, byte @Nullable [] key, byte @Nullable [] value) {}

    /** Appends records to a new file. */
    static final class Writer implements AutoCloseable {
        private final DataFileWriter<GenericRecord> out;
        private long written;

        Writer(Path file) throws IOException {
            out = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(SCHEMA))
                    .setCodec(CodecFactory.deflateCodec(1))
                    .create(SCHEMA, file.toFile());
        }

        void add(Entry entry) throws IOException {
            GenericRecord row = new GenericData.Record(SCHEMA);
            row.put("offset", entry.offset);
            row.put("time", entry.time);
            row.put("key", entry.key == null ? null : ByteBuffer.wrap(entry.key));
            row.put("value", entry.value == null ? null : ByteBuffer.wrap(entry.value));
            out.append(row);
            written++;
        }

        long written() {
            return written;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Reads all records, or until {@code each} says false; a file that is cut off is refused by record. */
    static void read(Path file, Predicate<Entry> each) {
        long number = 0;
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(file.toFile(), new GenericDatumReader<GenericRecord>(SCHEMA))) {
            while (reader.hasNext()) {
                GenericRecord row = reader.next();
                number++;
                if (!each.test(new Entry(
                        (Long) row.get("offset"), (Long) row.get("time"), bytes(row, "key"), bytes(row, "value")))) {
                    return;
                }
            }
            if (reader.previousSync() < Files.size(file)) { // Avro takes a block that is cut off for the end
                throw new IOException("bytes after the last whole block, at " + reader.previousSync());
            }
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": record " + number
                            + " cannot be read, the file is cut off or none that weir export wrote: " + e.getMessage(),
                    e);
        }
    }

    private static byte @Nullable [] bytes(GenericRecord row, String name) {
        Object value = row.get(name);
        if (!(value instanceof ByteBuffer buffer)) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
