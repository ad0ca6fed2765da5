package dev.weir.ops.evaluate;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** A topic of transitions, from an offset to what was its end when it was first read. Confined to one thread. */
final class TopicLog implements EvaluationLog {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private final ProblemFile file;
    private final String topic;
    private final TransitionRows rows;
    private final long from;
    private long to;

    /**
     * Not read yet.
     *
     * @param to offset after the last
     */
    TopicLog(ProblemFile file, String topic, TransitionRows rows, long from, long to) {
        this.file = file;
        this.topic = topic;
        this.rows = rows;
        this.from = from;
        this.to = to;
    }

    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        long[] next = {from};
        LogReader.read(file, topic, from, record -> {
            if (record.offset() >= to) {
                return false;
            }
            next[0] = record.offset() + 1;
            byte[] value = record.value();
            if (value != null && RecordType.of(value) == RecordType.TRANSITION) {
                LogRow row = rows.row(TRANSITIONS.decode(value), topic + " offset " + record.offset());
                if (row != null) {
                    each.accept(row);
                }
            }
            if ((record.offset() & 1023) == 0 && to != Long.MAX_VALUE) {
                progress.accept((double) (record.offset() - from) / (to - from));
            }
            return next[0] < to;
        });
        to = next[0]; // what is appended meanwhile is in none of the passes
    }
}
