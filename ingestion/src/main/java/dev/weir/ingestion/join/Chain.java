package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open decisions of one unit in order of their steps, and how far its transitions have left. */
final class Chain {
    /** One open decision. */
    record Link(long step, KeyedId id, long time) {}

    private static final int LINK_BYTES = 64;

    private final List<Link> links = new ArrayList<>(1);
    private boolean anyLeft;
    private long lastLeft;
    /** When it was last changed, as a watermark or a decision's time. */
    long touched;
    /** Without open decisions: when it is forgotten. */
    long forgetAt;

    /** The id under which the state holds the chain of a unit: no decision may have it. Its last bits are what is hashed. */
    static KeyedId key(long unit) {
        return new KeyedId(unit, 0, unit);
    }

    static boolean isKey(KeyedId id) {
        return id.high() == 0 && id.low() == id.unit();
    }

    /** Why a decision cannot have this step, or null. */
    @Nullable
    String conflict(long step) {
        if (anyLeft && step <= lastLeft) {
            return "step: was " + step + ", expected above " + lastLeft
                    + ": this unit's transitions have left up to there, and steps rise over all its episodes";
        }
        int place = place(step);
        return place >= 0 ? "step: was " + step + ", expected one that no other decision of this unit has" : null;
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    int size() {
        return links.size();
    }

    void add(Link link) {
        links.add(-place(link.step) - 1, link);
    }

    /** The open decision whose turn to leave it is. */
    @Nullable
    Link first() {
        return links.isEmpty() ? null : links.get(0);
    }

    /** The nearest open decision of a lower step. */
    @Nullable
    Link before(long step) {
        int place = place(step);
        int at = (place < 0 ? -place - 1 : place) - 1;
        return at < 0 ? null : links.get(at);
    }

    /** The nearest open decision of a higher step. */
    @Nullable
    Link after(long step) {
        int place = place(step);
        int at = place < 0 ? -place - 1 : place + 1;
        return at == links.size() ? null : links.get(at);
    }

    /** The first one has left. */
    void leave() {
        lastLeft = links.remove(0).step;
        anyLeft = true;
    }

    private int place(long step) {
        int low = 0;
        int high = links.size() - 1;
        if (high >= 0 && links.get(high).step < step) {
            return -high - 2; // as a rule a decision is its unit's latest
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = links.get(middle).step;
            if (found == step) {
                return middle;
            } else if (found < step) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** Bytes, about. */
    int bytes() {
        return LINK_BYTES * (links.size() + 1);
    }

    /** Steps and times as differences: a link is about 20 bytes. */
    void write(Sink to) {
        to.truth(anyLeft).varLong(lastLeft).varLong(touched).varLong(forgetAt).varLong(links.size());
        long step = lastLeft;
        long time = touched;
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            to.varLong(link.step - step).varLong(link.time - time);
            to.fixedLong(link.id.high()).fixedLong(link.id.low());
            step = link.step;
            time = link.time;
        }
    }

    static Chain read(Cursor c, long unit) {
        Chain chain = new Chain();
        chain.anyLeft = c.truth();
        chain.lastLeft = c.varLong();
        chain.touched = c.varLong();
        chain.forgetAt = c.varLong();
        long step = chain.lastLeft;
        long time = chain.touched;
        for (int n = c.varInt(); n > 0; n--) {
            step += c.varLong();
            time += c.varLong();
            chain.links.add(new Link(step, new KeyedId(unit, c.fixedLong(), c.fixedLong()), time));
        }
        return chain;
    }
}
