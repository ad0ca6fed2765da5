package dev.weir.service.serve;

import dev.weir.schemas.avro.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decisions made lately, by id: what a retry is answered from. Bounded; the oldest goes first. Safe for use by many threads. */
final class Remembered {
    private static final int MOST_WAITING = 1000;

    private final int most;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Remembered(int most) {
        this.most = most;
    }

    /** One decision; a retry that comes before the log has acknowledged it waits for that. */
    static final class Entry {
        private final long requestHash;
        private final Reply reply;
        private boolean logged;
        private @Nullable List<Consumer<Boolean>> waiting;

        private Entry(long requestHash, Reply reply, boolean acknowledged) {
            this.requestHash = requestHash;
            this.reply = reply;
            this.logged = acknowledged;
            this.waiting = acknowledged ? null : new ArrayList<>();
        }

        boolean is(long hash) {
            return requestHash == hash;
        }

        Reply reply() {
            return reply;
        }

        /** Tells whether the log has it: at once if that is known, else later. */
        void whenAcknowledged(Consumer<Boolean> then) {
            boolean known;
            synchronized (this) {
                if (waiting != null && waiting.size() < MOST_WAITING) {
                    waiting.add(then);
                    return;
                }
                known = logged;
            }
            then.accept(known);
        }

        private void settle(boolean acknowledged) {
            List<Consumer<Boolean>> told;
            synchronized (this) {
                logged = acknowledged;
                told = waiting == null ? List.of() : waiting;
                waiting = null;
            }
            told.forEach(then -> then.accept(acknowledged));
        }
    }

    synchronized @Nullable Entry find(String id) {
        return entries.get(id);
    }

    /** Remembers a decision, unless somebody was first. */
    synchronized @Nullable Entry putIfAbsent(Reply reply, long requestHash, boolean acknowledged) {
        Entry before = entries.putIfAbsent(reply.decision(), new Entry(requestHash, reply, acknowledged));
        if (before == null && entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
        return before;
    }

    /** Takes in what was logged before this process was. */
    void restore(Decision decision) {
        if (decision.getCallerId() != null) {
            putIfAbsent(DecisionMaker.reply(decision), decision.getRequestHash(), true);
        }
    }

    /** What is known of a decision that was given to the log. */
    enum Fate {
        LOGGED,
        NOT_LOGGED,
        /** It may be there: a retry must neither be told so nor be decided anew. */
        UNKNOWN
    }

    /** Tells who waits; what the log has not is forgotten, so that a retry is decided. */
    void settle(String id, Fate fate) {
        Entry entry;
        synchronized (this) {
            entry = fate == Fate.NOT_LOGGED ? entries.remove(id) : entries.get(id);
        }
        if (entry != null) {
            entry.settle(fate == Fate.LOGGED);
        }
    }
}
