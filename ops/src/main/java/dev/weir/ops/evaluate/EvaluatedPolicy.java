package dev.weir.ops.evaluate;

import org.jspecify.annotations.Nullable;

/** A policy whose value is asked for. Confined to one thread. */
interface EvaluatedPolicy {
    /** As it was asked for. */
    String name();

    /** What it would do in the situation of a row: probabilities of the allowed actions; null: it says nothing of the row. */
    double @Nullable [] pmf(LogRow row);

    /** Sees every row once before it is asked, where it is chosen by the log itself. */
    default void learn(LogRow row) {}

    /** What a reader must know besides, or null. */
    default @Nullable String note() {
        return null;
    }
}
