package dev.weir.ingestion.keyed;

/** Where an event on {@code keyed} came from: a partition and an offset of decisions, or else of outcomes. */
public record Source(boolean decisions, int partition, long offset) {
    /** A number for topic and partition, from 0: ticks count by it. */
    public int index() {
        return 2 * partition + (decisions ? 0 : 1);
    }

    static Source of(int index, long offset) {
        return new Source((index & 1) == 0, index >>> 1, offset);
    }
}
