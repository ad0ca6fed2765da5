package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * Watches one stream, number by number, and says when its mean is no longer what it was. Its state has a fixed size and the
 * same bits wherever it is computed. Confined to one thread.
 */
public interface Detector {
    /**
     * Takes the next number in.
     *
     * @param x in the unit that the detector documents
     * @return true if it says now that the mean has changed; it goes on as it is until {@link #reset()}
     */
    boolean observe(double x);

    /** Whether the last alarm says that the mean fell; undefined before an alarm. */
    boolean fell();

    /** How many numbers, the last one included, came since the change by the detector's own estimate. */
    long sinceChange();

    /** How near it is to an alarm: its statistic over its threshold, 1 and more at an alarm. */
    double nearness();

    /** Forgets everything but its settings. */
    void reset();

    /** Bytes that {@link #save} writes. */
    int stateBytes();

    /** Writes the state. */
    void save(ByteBuffer to);

    /** Goes on from a state that was saved with the same settings. */
    void load(ByteBuffer from);
}
