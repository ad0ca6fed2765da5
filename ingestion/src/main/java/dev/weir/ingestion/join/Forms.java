package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.ingestion.keyed.Present;

/** Transitions and late outcomes, put together from bytes that are there already. Confined to one thread. */
final class Forms {
    /** Where a contribution begins in an outcome's value: behind the decision's id. */
    private static final int CONTRIBUTION = Present.BODY + 50;

    private static final byte[] TRANSITION = Present.TRANSITION.head();
    private static final byte[] LATE_OUTCOME = Present.LATE_OUTCOME.head();
    private final Sink sink = new Sink();

    /** The transition of an entry: its decision and every outcome inside the window. */
    byte[] transition(Entry e, long closedAt, boolean defaulted, double reward, Tail tail) {
        sink.begin().raw(TRANSITION, 0, Present.BODY).raw(e.decision, Present.BODY, e.decision.length);
        sink.varLong(closedAt).truth(defaulted);
        contributions(e);
        sink.number(reward).number(tail.discount());
        if (tail.next() == null) {
            sink.varLong(0);
        } else {
            sink.varLong(1).raw(tail.next(), 0, tail.next().length);
        }
        return sink.truth(tail.truncated()).copy();
    }

    private void contributions(Entry e) {
        int inside = 0;
        for (Gathered g : e.outcomes) {
            inside += g.place == Place.INSIDE ? 1 : 0;
        }
        if (inside > 0) {
            sink.varLong(inside);
            for (Gathered g : e.outcomes) {
                if (g.place == Place.INSIDE) {
                    sink.raw(g.value, CONTRIBUTION, afterMetrics(g.value));
                }
            }
        }
        sink.varLong(0);
    }

    private static int afterMetrics(byte[] value) {
        Cursor c = new Cursor(value, CONTRIBUTION);
        c.skipText();
        c.varLong();
        for (int n = c.block(); n > 0; n = c.block()) {
            for (int i = 0; i < n; i++) {
                c.skipText();
                c.number();
            }
        }
        return c.at();
    }

    /** A late outcome; NaN: no reward. */
    byte[] late(byte[] value, long closedAt, double then, double with) {
        // what waited since a former release has that one's form
        byte[] outcome =
                Present.OUTCOME.wrote(value) ? value : OutcomeBytes.read(value).value();
        sink.begin().raw(LATE_OUTCOME, 0, Present.BODY).raw(outcome, Present.BODY, outcome.length);
        return sink.varLong(closedAt).optional(then).optional(with).copy();
    }
}
