package dev.weir.ops.train;

import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import dev.weir.learner.rebuild.LogReader;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A track that learns from records as they would stand on {@code transitions}, by the code that the stream runs: the same
 * records give the same bytes. Confined to one thread.
 */
final class Pupil implements Output {
    private static final Codec<ProblemApplied> APPLIED = Codec.of(ProblemApplied.class);

    private final TrackLearner learner;
    private long offset;
    private @Nullable Publication last;
    private long published;
    private @Nullable String refusal;
    private @Nullable Again again;

    /** Reads records of a topic again, from an offset to before another. */
    @FunctionalInterface
    private interface Again {
        void read(long from, long to, LogRecord each);
    }

    /** A track that has seen nothing but its problem file. */
    Pupil(ProblemFile file, String track) {
        learner = new TrackLearner(track);
        accept(APPLIED.encode(new ProblemApplied(file.hash(), file.yaml(), 0L, "weir train")));
        if (last == null) {
            throw new IllegalArgumentException("track " + track + " cannot learn this problem: " + refusal);
        }
    }

    /** Says where records that a rewind names can be read again. */
    void follow(ProblemFile of, String topic, UnaryOperator<byte[]> change) {
        again = (from, to, each) -> LogReader.read(of, topic, from, record -> {
            if (record.offset() < to) {
                byte[] value = record.value();
                each.read(record.offset(), value == null ? null : change.apply(value));
            }
            return record.offset() + 1 < to;
        });
    }

    /** Learns from the record at an offset of a topic, which may name offsets itself; true: a version came of it. */
    boolean accept(long at, byte[] record) {
        long before = published;
        learner.accept(at, record, this);
        return published > before;
    }

    /** Learns from one record; true: a version came of it. */
    boolean accept(byte[] record) {
        long before = published;
        learner.accept(offset++, record, this);
        return published > before;
    }

    /** The last version. */
    Publication last() {
        if (last == null) {
            throw new IllegalStateException("no version was published");
        }
        return last;
    }

    long versions() {
        return published;
    }

    long transitions() {
        return learner.transitions();
    }

    long refused() {
        return learner.refused();
    }

    /** Why the last record that taught nothing did not; null: there was none. */
    @Nullable
    String refusal() {
        return refusal;
    }

    String stateSha256() {
        return learner.stateSha256();
    }

    @Override
    public void published(Publication publication) {
        last = publication;
        published++;
    }

    @Override
    public void refused(String reason, String detail) {
        refusal = reason + ": " + detail;
    }

    @Override
    public void again(long from, long to, LogRecord each) {
        if (again == null) {
            Output.super.again(from, to, each);
        } else {
            again.read(from, to, each);
        }
    }

    @Override
    public void checkpointDue() {}
}
