package dev.weir.ops.simulate;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The course of a world: what is asked, what happens thereupon, and when the world's time goes on. */
interface Script {
    /** When made-up worlds begin: far enough back that no play reaches the present. */
    long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    /** From an action to what is known of it. */
    long OUTCOME_AFTER_MILLIS = 1_000;

    /** Plays to the end, or until it is told to stop. */
    void run(Scene scene, BooleanSupplier stopped);

    /**
     * Who takes part.
     *
     * @param ahead decisions at most beyond what the serving version has learned from
     */
    record Scene(Play play, Caller caller, Follower follower, Course course, int ahead) {
        /** Time between two blocks: past the window of all that was decided, and a tick. */
        long pause() {
            return play.file().reward().window().toMillis()
                    + play.file().time().tick().toMillis();
        }
    }
}
