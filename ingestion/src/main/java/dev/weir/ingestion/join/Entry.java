package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the join knows of one decision id. Changed in place; whoever changes it puts it back into the state. */
final class Entry {
    /** What it waits for, in the order in which the store holds them: new ones are added at the end. */
    enum Phase {
        /** Its decision. */
        WAITING,
        /** Its window's close. */
        PENDING,
        /** To be forgotten. */
        CLOSED,
        /** Its window is closed; what follows in its episode. */
        SETTLED,
        /** It is no decision, but the chain of a unit. */
        CHAIN
    }

    private static final byte[] NOTHING = {};
    private static final int SIGN_OVERHEAD = 64;

    final KeyedId id;
    Phase phase = Phase.WAITING;
    /** The decision's time. */
    long time;

    long requestHash;
    boolean deferred;
    /** True: it is one of an episode's steps. */
    boolean stepped;

    long step;
    /** What outcomes told of how it goes on; in order. */
    List<Sign> signs = List.of();

    private @Nullable Chain chain;
    /** Its transition is on its topic. */
    boolean left;
    /** That transition's reward, or the one that a settled decision will have; NaN: none. */
    double reward = Double.NaN;
    /** Pending: when the window closes. Closed: when it is forgotten. Settled, chain: when it is looked at at the latest. */
    long due;
    /** That transition's time, or when the window closed. */
    long closedAt;

    byte[] decision = NOTHING;
    /** In order of (time, outcome id). */
    final List<Gathered> outcomes = new ArrayList<>(1);
    /** True: the table by id has a form of it. */
    boolean stored;
    /** What it counts for in memory; 0 until a flush. */
    int bytes;
    /** True: it is in memory under its id. */
    boolean held;
    /** True: the next flush writes it. */
    boolean changed;

    Entry(KeyedId id) {
        this.id = id;
    }

    /** The chain of a unit. */
    static Entry of(Chain chain, long unit) {
        Entry entry = new Entry(Chain.key(unit));
        entry.phase = Phase.CHAIN;
        entry.chain = chain;
        return entry;
    }

    Chain chain() {
        return Objects.requireNonNull(chain, "this entry is no chain");
    }

    void open(DecisionBytes bytes, long close) {
        phase = Phase.PENDING;
        time = bytes.time();
        requestHash = bytes.requestHash();
        deferred = bytes.deferred();
        decision = bytes.value();
        due = close;
    }

    /** Keeps what later outcomes need. */
    void close(long forgetAt) {
        closedAt = left || phase == Phase.SETTLED ? closedAt : due;
        phase = Phase.CLOSED;
        stepped = false;
        signs = List.of();
        due = forgetAt;
        decision = NOTHING;
        for (int i = 0; i < outcomes.size(); i++) {
            outcomes.get(i).forgetValue();
        }
    }

    boolean knows(String outcomeId) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).outcomeId.equals(outcomeId)) {
                return true;
            }
        }
        return false;
    }

    void add(Gathered outcome) {
        if (outcomes.isEmpty()) {
            outcomes.add(outcome);
            return;
        }
        int place = Collections.binarySearch(outcomes, outcome, Gathered.ORDER);
        outcomes.add(place < 0 ? -place - 1 : place, outcome);
    }

    void add(Sign sign) {
        List<Sign> more = new ArrayList<>(signs);
        more.add(sign);
        Collections.sort(more);
        signs = more;
    }

    /** Watermark at which it has changed again or is forgotten, whatever comes in. */
    long until() {
        if (phase != Phase.WAITING) {
            return due;
        }
        long until = Long.MIN_VALUE;
        for (int i = 0; i < outcomes.size(); i++) {
            until = Math.max(until, outcomes.get(i).deadline);
        }
        return until;
    }

    /** Bytes, about. */
    int size() {
        int size = decision.length;
        for (int i = 0; i < outcomes.size(); i++) {
            size += outcomes.get(i).size();
        }
        for (int i = 0; i < signs.size(); i++) {
            size += signs.get(i).observation().length + SIGN_OVERHEAD;
        }
        return chain == null ? size : chain.bytes();
    }
}
