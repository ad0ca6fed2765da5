package dev.weir.ingestion.join;

import java.util.Comparator;

/** One outcome that an entry knows. Once its decision is closed nothing of it is kept but what later outcomes need. */
final class Gathered {
    /** Where it counts. */
    enum Place {
        /** Waits for its decision. */
        WAITING,
        /** Within the window. */
        INSIDE,
        /** After the window, while that has not closed yet. */
        ASIDE,
        /** On late-outcomes. */
        LATE
    }

    static final Comparator<Gathered> ORDER =
            Comparator.<Gathered>comparingLong(g -> g.time).thenComparing(g -> g.outcomeId);

    private static final byte[] NOTHING = {};
    private static final int OVERHEAD = 64;

    final String outcomeId;
    final long time;
    final boolean activation;
    /** Partition and offset on {@code outcomes}. */
    final int partition;

    final long offset;
    Place place;
    /** What the formula says; NaN: it brought no metrics. */
    double reward;
    /** Watermark at which it stops waiting for its decision. */
    long deadline;

    byte[] value;

    Gathered(String outcomeId, long time, boolean activation, int partition, long offset, Place place, byte[] value) {
        this.outcomeId = outcomeId;
        this.time = time;
        this.activation = activation;
        this.partition = partition;
        this.offset = offset;
        this.place = place;
        this.value = value;
        this.reward = Double.NaN;
    }

    void forgetValue() {
        value = NOTHING;
    }

    boolean rewarded() {
        return !Double.isNaN(reward);
    }

    /** Bytes, about. */
    int size() {
        return value.length + outcomeId.length() + OVERHEAD;
    }
}
