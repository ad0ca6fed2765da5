package dev.weir.ops.evaluate;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Logged decisions that can be read again and again, in the order in which they were logged. */
public interface EvaluationLog {
    /**
     * Reads all rows.
     *
     * @param progress hears the share that is done, 0 to 1
     * @throws IllegalArgumentException naming the row that is not what it must be
     */
    void read(Consumer<LogRow> each, DoubleConsumer progress);

    /** False: the log never had propensities, and every row's is NaN. */
    default boolean hasPropensities() {
        return true;
    }
}
