package dev.weir.ops.evaluate;

import dev.weir.ops.dsjson.Dsjson;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** A DSJSON file of Vowpal Wabbit or Personalizer. */
record DsjsonLog(Path file, Dsjson mapping, TransitionRows rows) implements EvaluationLog {
    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        mapping.read(file, (where, transition) -> {
            LogRow row = rows.row(transition, where);
            if (row != null) {
                each.accept(row);
            }
        });
    }
}
