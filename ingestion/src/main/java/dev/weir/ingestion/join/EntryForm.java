package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.ingestion.keyed.KeyedId;
import java.nio.ByteBuffer;

/** Entries as the store holds them. A first byte tells the form, so that a later release can read an earlier one's. */
final class EntryForm {
    private static final byte FORM = 3;
    /** Of steps and chains of episodes: as the other one, and what they have beyond it. */
    private static final byte EPISODIC = 4;

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
        return writeInto(e, to).copy();
    }

    /** The sink holds the entry's form alone; times and hashes have eight bytes, for as varints they have as many and take longer. */
    static Sink writeInto(Entry e, Sink to) {
        boolean episodic = e.stepped || e.phase == Phase.CHAIN;
        to.begin()
                .varLong(episodic ? EPISODIC : FORM)
                .varLong(e.phase.ordinal())
                .fixedLong(e.time)
                .fixedLong(e.requestHash);
        to.truth(e.deferred).truth(e.left).number(e.reward).fixedLong(e.due).fixedLong(e.closedAt);
        to.binary(e.decision).varLong(e.outcomes.size());
        for (Gathered g : e.outcomes) {
            to.text(g.outcomeId).fixedLong(g.time).truth(g.activation).varLong(g.partition);
            to.varLong(g.offset).varLong(g.place.ordinal()).number(g.reward).fixedLong(g.deadline);
            to.binary(g.value);
        }
        if (episodic) {
            writeEpisode(e, to);
        }
        return to;
    }

    private static void writeEpisode(Entry e, Sink to) {
        if (e.phase == Phase.CHAIN) {
            e.chain().write(to);
            return;
        }
        to.varLong(e.step).varLong(e.signs.size());
        for (Sign sign : e.signs) {
            sign.write(to);
        }
    }

    private static Entry readEpisode(Entry e, Cursor c) {
        if (e.phase == Phase.CHAIN) {
            Entry chain = Entry.of(Chain.read(c, e.id.unit()), e.id.unit());
            chain.due = e.due;
            chain.stored = true;
            return chain;
        }
        e.stepped = true;
        e.step = c.varLong();
        for (int n = c.varInt(); n > 0; n--) {
            e.add(Sign.read(c));
        }
        return e;
    }

    static Entry read(KeyedId id, byte[] form) {
        Cursor c = new Cursor(form, 0);
        int kind = c.varInt();
        if (kind != FORM && kind != EPISODIC) {
            throw new IllegalStateException("join state of form " + kind + ", expected " + FORM + " or " + EPISODIC
                    + ": it was written by another release; start with a state folder and an application of its own");
        }
        Entry e = new Entry(id);
        e.phase = PHASES[c.varInt()];
        e.time = c.fixedLong();
        e.requestHash = c.fixedLong();
        e.deferred = c.truth();
        e.left = c.truth();
        e.reward = c.number();
        e.due = c.fixedLong();
        e.closedAt = c.fixedLong();
        e.decision = c.binary();
        for (int n = c.varInt(); n > 0; n--) {
            e.outcomes.add(outcome(c));
        }
        e.stored = true;
        return kind == EPISODIC ? readEpisode(e, c) : e;
    }

    private static Gathered outcome(Cursor c) {
        String outcomeId = c.text();
        long time = c.fixedLong();
        boolean activation = c.truth();
        int partition = c.varInt();
        long offset = c.varLong();
        Place place = PLACES[c.varInt()];
        double reward = c.number();
        long deadline = c.fixedLong();
        Gathered g = new Gathered(outcomeId, time, activation, partition, offset, place, c.binary());
        g.reward = reward;
        g.deadline = deadline;
        return g;
    }
}
