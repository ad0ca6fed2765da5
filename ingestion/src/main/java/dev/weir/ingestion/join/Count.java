package dev.weir.ingestion.join;

/** What a joiner counts, in the order in which the store holds it: new ones are added at the end. */
enum Count {
    DECISIONS_IN,
    DECISIONS_JOINED,
    DECISIONS_DUPLICATE,
    DECISIONS_CONFLICTING,
    DECISIONS_NOT_ACTIVATED,
    DECISIONS_DEAD_LETTERED,
    DECISIONS_PENDING,
    OUTCOMES_IN,
    OUTCOMES_IN_TRANSITIONS,
    OUTCOMES_LATE,
    OUTCOMES_DUPLICATE,
    OUTCOMES_ORPHANED,
    OUTCOMES_SUPERSEDED,
    OUTCOMES_DEAD_LETTERED,
    OUTCOMES_PENDING,
    GAPS,
    TIMEOUTS
}
