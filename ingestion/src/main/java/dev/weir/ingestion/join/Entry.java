package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the join knows of one decision id. Changed in place; whoever changes it puts it back into the state. */
final class Entry {
    /** What it waits for: its decision, its window's close, or to be forgotten. */
    enum Phase {
        WAITING,
        PENDING,
        CLOSED
    }

    private static final byte[] NOTHING = {};

    final KeyedId id;
    Phase phase = Phase.WAITING;
    /** The decision's time. */
    long time;

    long requestHash;
    boolean deferred;
    /** Its transition is on its topic. */
    boolean left;
    /** That transition's reward; NaN: none left. */
    double reward = Double.NaN;
    /** Pending: when the window closes. Closed: when it is forgotten. */
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
        phase = Phase.CLOSED;
        closedAt = left ? closedAt : due;
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
        return size;
    }
}
