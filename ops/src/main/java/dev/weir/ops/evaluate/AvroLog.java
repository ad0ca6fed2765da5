package dev.weir.ops.evaluate;

import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;

/** An Avro file of transitions, as {@code weir train --log} and {@code weir export} write it. */
final class AvroLog implements EvaluationLog {
    static {
        Codec.of(Transition.class); // has Avro trust the classes of Weir's records
    }

    private final Path file;
    private final TransitionRows rows;

    AvroLog(Path file, TransitionRows rows) {
        this.file = file;
        this.rows = rows;
    }

    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        long number = 0;
        try (DataFileReader<Transition> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(Transition.class))) {
            double size = Math.max(1, Files.size(file));
            while (reader.hasNext()) {
                LogRow row = rows.row(reader.next(), file.getFileName() + " row " + number++);
                if (row != null) {
                    each.accept(row);
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
}
