package dev.weir.ingestion.join;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a transition: what it is discounted by and what came next.
 *
 * @param next a situation as Avro writes it, or null
 */
record Tail(double discount, byte @Nullable [] next, boolean truncated) {
    /** Of a bandit every transition is terminal. */
    static final Tail BANDIT = new Tail(0, null, false);

    /** The next step is this decision. */
    static Tail of(double discount, byte[] decision) {
        return new Tail(discount, DecisionBytes.situation(decision), false);
    }

    /** No next step: what is known of the situation is what was observed, if anything was. */
    static Tail of(double discount, boolean truncated, byte[] observation) {
        // behind the features two nulls: no candidates, every action allowed
        byte[] next = observation.length == 0 ? null : Arrays.copyOf(observation, observation.length + 2);
        return new Tail(discount, next, truncated);
    }

    /** This one, or if it has not that much room, one that says that what came next is unknown. */
    Tail within(int bytes) {
        return next == null || next.length <= bytes ? this : new Tail(discount, null, discount > 0);
    }
}
