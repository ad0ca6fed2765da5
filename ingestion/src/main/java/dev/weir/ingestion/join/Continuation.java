package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Chain.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it goes on after a decision, as far as is known; it is certain once the watermark has reached {@code ready}. All of
 * it is said by event times, so that it does not depend on what arrived first: an end counts within the reward window or
 * until the unit's next decision, a next decision and an end count within the time-out.
 *
 * @param ready watermark from which on nothing can come that would change it
 * @param next  the decision of the next step; null unless that is how it goes on
 */
record Continuation(Kind kind, long ready, @Nullable Link next, byte[] observation) {
    /** How it goes on. */
    enum Kind {
        NEXT,
        ENDED,
        CUT_OFF,
        /** A later step came, and the next one is missing. */
        GAP,
        TIMED_OUT
    }

    private static final byte[] NOTHING = {};

    static Continuation of(Entry e, Chain chain, JoinRules rules, EpisodeRules episodes) {
        long close = e.time + rules.window();
        long limit = Math.max(close, e.time + episodes.timeout());
        Link later = chain.after(e.step);
        if (later != null && later.time() >= limit) {
            later = null;
        }
        Sign end = end(e.signs, later == null ? limit - 1 : Math.max(close - 1, later.time()));
        if (end != null) {
            long ready = Math.max(close, end.time() + 1);
            byte[] seen = end.observation().length > 0 ? end.observation() : seen(e.signs, ready);
            return new Continuation(end.kind() == Sign.Kind.ENDED ? Kind.ENDED : Kind.CUT_OFF, ready, null, seen);
        } else if (later == null) {
            return new Continuation(Kind.TIMED_OUT, limit, null, seen(e.signs, limit));
        }
        long ready = Math.max(close, later.time() + 1);
        return later.step() - 1 == e.step
                ? new Continuation(Kind.NEXT, ready, later, NOTHING)
                : new Continuation(Kind.GAP, ready, null, seen(e.signs, ready));
    }

    private static @Nullable Sign end(List<Sign> signs, long last) {
        for (int i = 0; i < signs.size(); i++) {
            Sign sign = signs.get(i);
            if (sign.ends() && sign.time() <= last) {
                return sign;
            }
        }
        return null;
    }

    private static byte[] seen(List<Sign> signs, long before) {
        byte[] seen = NOTHING;
        for (int i = 0; i < signs.size(); i++) {
            Sign sign = signs.get(i);
            if (sign.time() < before && sign.observation().length > 0) {
                seen = sign.observation();
            }
        }
        return seen;
    }
}
