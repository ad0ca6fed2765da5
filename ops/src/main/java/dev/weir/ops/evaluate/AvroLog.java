package dev.weir.ops.evaluate;

import dev.weir.ops.train.TransitionFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** An Avro file of transitions, as {@code weir train --log} and {@code weir export} write it. */
final class AvroLog implements EvaluationLog {
    private final Path file;
    private final TransitionRows rows;

    AvroLog(Path file, TransitionRows rows) {
        this.file = file;
        this.rows = rows;
    }

    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        TransitionFile.read(
                file,
                (number, transition) -> {
                    LogRow row = rows.row(transition, file.getFileName() + " row " + number);
                    if (row != null) {
                        each.accept(row);
                    }
                    return true;
                },
                progress);
    }
}
