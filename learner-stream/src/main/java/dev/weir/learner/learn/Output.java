package dev.weir.learner.learn;

import dev.weir.learner.publish.Publication;
import org.jspecify.annotations.Nullable;

/** What comes out of a track's learner. */
public interface Output {
    /** A version was made. */
    void published(Publication publication);

    /** A record teaches nothing: reason in kebab-case, and what exactly. */
    void refused(String reason, String detail);

    /** Reads records of {@code transitions} again, from an offset to before another, in order. */
    default void again(long from, long to, LogRecord each) {
        throw new IllegalStateException("a rewind needs the log, and here it can be read but once");
    }

    /** A record and its offset. */
    @FunctionalInterface
    interface LogRecord {
        void read(long offset, byte @Nullable [] value);
    }

    /** It is time to put the full state on {@code checkpoints}. */
    void checkpointDue();
}
