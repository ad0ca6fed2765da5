package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Chain.Link;
import dev.weir.ingestion.join.Entry.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Lets the transitions of each unit leave in order of their steps: when a reward window has closed, its transition waits
 * until it is certain what follows, and for those of lower steps. All that waits is looked at again at the latest when its
 * form in the journal runs out; that is after four times the age it has, so that what waits long is written seldom.
 */
final class Turns {
    private static final int LEASE = 4;

    private final JoinRules rules;
    private final EpisodeRules episodes;
    private final JoinState state;
    private final Progress progress;
    private final Settlement settlement;

    Turns(JoinRules rules, EpisodeRules episodes, JoinState state, Settlement settlement) {
        this.rules = rules;
        this.episodes = episodes;
        this.state = state;
        this.progress = state.progress();
        this.settlement = settlement;
    }

    /** Something is due for an entry, or may be. */
    void look(Entry e, long now) {
        if (e.phase == Phase.CHAIN) {
            tend(e, now);
            return;
        }
        if (e.phase == Phase.PENDING && e.due <= now) {
            settlement.closeWindow(e);
            state.put(e);
        }
        if (e.phase == Phase.SETTLED) {
            Entry holder = Episodes.chainOf(state, e);
            if (e.id.equals(first(holder).id())) {
                leaveFrom(holder, e, now);
            }
            if (e.phase == Phase.SETTLED) {
                await(e, holder.chain(), now);
            }
        }
    }

    /** Everything leaves that can, in order of steps, from the first one on. */
    private void leaveFrom(Entry holder, Entry first, long now) {
        Chain chain = holder.chain();
        @Nullable Entry e = first;
        while (e != null && e.phase == Phase.SETTLED) {
            Continuation how = Continuation.of(e, chain, rules, episodes);
            if (how.ready() > now) {
                return;
            }
            leave(e, how, now);
            chain.leave();
            chain.touched = Math.max(chain.touched, now);
            chain.forgetAt = Math.max(chain.forgetAt, e.due);
            state.put(holder);
            @Nullable Link next = chain.first();
            e = next == null ? null : state.get(next.id());
        }
    }

    private void leave(Entry e, Continuation how, long now) {
        Tail tail = switch (how.kind()) {
            case NEXT -> Tail.of(episodes.discount(), decision(how));
            case ENDED -> Tail.of(0, false, how.observation());
            case CUT_OFF, GAP, TIMED_OUT -> Tail.of(episodes.discount(), true, how.observation());
        };
        if (how.kind() == Continuation.Kind.GAP) {
            progress.add(Count.GAPS, 1);
        } else if (how.kind() == Continuation.Kind.TIMED_OUT) {
            progress.add(Count.TIMEOUTS, 1);
        }
        settlement.leave(e, tail, Math.max(e.due, now + rules.horizon())); // not before its open form runs out
        state.put(e);
    }

    private byte[] decision(Continuation how) {
        @Nullable Link link = how.next();
        @Nullable Entry next = link == null ? null : state.get(link.id());
        if (next == null) {
            throw new IllegalStateException("the decision of " + link + " is in its chain and not in the state");
        }
        return next.decision;
    }

    /** Looks again when it is certain how it goes on, or when its form runs out. */
    private void await(Entry e, Chain chain, long now) {
        if (e.due <= now) {
            long limit = e.time + episodes.timeout();
            long lease = e.time + LEASE * (now - e.time);
            e.due = limit > now ? Math.min(limit, lease) : lease;
            state.closes().add(e.due, e.id);
            state.put(e);
        }
        long ready = Continuation.of(e, chain, rules, episodes).ready();
        if (ready > now && ready < e.due) {
            state.closes().add(ready, e.id);
        }
    }

    /** Keeps a chain, or forgets it with the last of its closed decisions. */
    private void tend(Entry holder, long now) {
        Chain chain = holder.chain();
        if (holder.due > now) {
            return;
        }
        if (chain.isEmpty() && chain.forgetAt <= now) {
            state.remove(holder);
            return;
        }
        long lease = now + Math.max(rules.window(), (LEASE - 1) * (now - chain.touched));
        holder.due = chain.isEmpty() ? Math.min(lease, chain.forgetAt) : lease;
        state.closes().add(holder.due, holder.id);
        state.put(holder);
    }

    private static Link first(Entry holder) {
        @Nullable Link first = holder.chain().first();
        if (first == null) {
            throw new IllegalStateException("the chain of a unit with open decisions is empty");
        }
        return first;
    }
}
