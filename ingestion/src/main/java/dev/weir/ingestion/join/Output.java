package dev.weir.ingestion.join;

/** Where a joiner's records go. */
interface Output {
    /** Topics of a joiner. */
    enum To {
        TRANSITIONS,
        LATE_OUTCOMES,
        DEAD_LETTERS
    }

    void send(To to, byte[] key, byte[] value);
}
