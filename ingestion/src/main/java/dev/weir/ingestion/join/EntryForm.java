package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.ingestion.keyed.KeyedId;
import java.nio.ByteBuffer;

/** Entries as the store holds them. A first byte tells the form, so that a later release can read an earlier one's. */
final class EntryForm {
    private static final byte FORM = 1;
    private static final Phase[] PHASES = Phase.values();
    private static final Place[] PLACES = Place.values();

    private EntryForm() {}

    static byte[] key(KeyedId id) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(id.unit())
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    static byte[] write(Entry e, Sink to) {
        to.begin().varLong(FORM).varLong(e.phase.ordinal()).varLong(e.time).varLong(e.requestHash);
        to.truth(e.deferred).truth(e.left).number(e.reward).varLong(e.due).varLong(e.closedAt);
        to.binary(e.decision).varLong(e.outcomes.size());
        for (Gathered g : e.outcomes) {
            to.text(g.outcomeId).varLong(g.time).truth(g.activation).varLong(g.partition);
            to.varLong(g.offset).varLong(g.place.ordinal()).number(g.reward).varLong(g.deadline);
            to.binary(g.value);
        }
        return to.copy();
    }

    static Entry read(KeyedId id, byte[] form) {
        Cursor c = new Cursor(form, 0);
        if (c.varInt() != FORM) {
            throw new IllegalStateException("join state of form " + form[0] + ", expected " + FORM
                    + ": it was written by a later release; start with a state folder of its own");
        }
        Entry e = new Entry(id);
        e.phase = PHASES[c.varInt()];
        e.time = c.varLong();
        e.requestHash = c.varLong();
        e.deferred = c.truth();
        e.left = c.truth();
        e.reward = c.number();
        e.due = c.varLong();
        e.closedAt = c.varLong();
        e.decision = c.binary();
        for (int n = c.varInt(); n > 0; n--) {
            e.outcomes.add(outcome(c));
        }
        e.stored = true;
        return e;
    }

    private static Gathered outcome(Cursor c) {
        String outcomeId = c.text();
        long time = c.varLong();
        boolean activation = c.truth();
        int partition = c.varInt();
        long offset = c.varLong();
        Place place = PLACES[c.varInt()];
        double reward = c.number();
        long deadline = c.varLong();
        Gathered g = new Gathered(outcomeId, time, activation, partition, offset, place, c.binary());
        g.reward = reward;
        g.deadline = deadline;
        return g;
    }
}
