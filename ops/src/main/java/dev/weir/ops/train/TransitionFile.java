package dev.weir.ops.train;

import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** An Avro file of transitions. A file that is cut off is refused by row, unless the cut is exactly between two blocks. */
public final class TransitionFile {
    static {
        Codec.of(Transition.class); // has Avro trust the classes of Weir's records
    }

    private TransitionFile() {}

    /** Takes rows in order. */
    @FunctionalInterface
    public interface Rows {
        /** Whether to go on. */
        boolean row(long number, Transition transition);
    }

    /** Reads all rows, or until there are enough. */
    public static void read(Path file, Rows rows) {
        read(file, rows, share -> {});
    }

    /**
     * Reads all rows, or until there are enough.
     *
     * @param progress hears the share that is done, 0 to 1
     */
    public static void read(Path file, Rows rows, DoubleConsumer progress) {
        long number = 0;
        try (DataFileReader<Transition> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(Transition.class))) {
            double size = Math.max(1, Files.size(file));
            while (reader.hasNext()) {
                if (!rows.row(number++, reader.next())) {
                    return;
                }
                if ((number & 1023) == 0) {
                    progress.accept(reader.previousSync() / size);
                }
            }
            if (reader.previousSync() < Files.size(file)) { // Avro takes a block that is cut off for the end
                throw new IOException("bytes after the last whole block, at " + reader.previousSync());
            }
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": row " + number
                            + " cannot be read, the file is cut off or not an Avro file of transitions: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A new file; folders on its way are made. */
    public static DataFileWriter<Transition> writer(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new DataFileWriter<>(new SpecificDatumWriter<>(Transition.class))
                .setCodec(CodecFactory.deflateCodec(1))
                .create(Transition.getClassSchema(), file.toFile());
    }
}
