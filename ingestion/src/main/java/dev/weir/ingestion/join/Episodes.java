package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Chain.Link;
import dev.weir.ingestion.join.Entry.Phase;
import org.jspecify.annotations.Nullable;

/** Chains the decisions of each unit by their steps as they and what is told of them come in; {@link Turns} lets them leave. */
final class Episodes {
    /** Open decisions of one unit: a chain of as many is half of what one record may hold. */
    private static final int MAX_OPEN = 20_000;

    private final JoinRules rules;
    private final EpisodeRules episodes;
    private final JoinState state;
    private final Progress progress;

    Episodes(JoinRules rules, EpisodeRules episodes, JoinState state) {
        this.rules = rules;
        this.episodes = episodes;
        this.state = state;
        this.progress = state.progress();
    }

    /** Why a decision cannot be chained though it is whole, or null. */
    @Nullable
    String conflict(DecisionBytes decision) {
        @Nullable Entry known = state.get(Chain.key(decision.id().unit()));
        return known == null ? null : known.chain().conflict(decision.step());
    }

    /** True if so many decisions of this unit are open that no more may be. */
    boolean full(DecisionBytes decision) {
        @Nullable Entry known = state.get(Chain.key(decision.id().unit()));
        return known != null && known.chain().size() >= MAX_OPEN;
    }

    /** A decision was opened. */
    void opened(Entry e) {
        long now = Math.max(e.time, progress.watermark());
        Entry holder = state.get(Chain.key(e.id.unit()));
        if (holder == null) {
            holder = Entry.of(new Chain(), e.id.unit());
            holder.due = now + rules.window();
            state.closes().add(holder.due, holder.id);
        }
        Chain chain = holder.chain();
        chain.add(new Link(e.step, e.id, e.time));
        chain.touched = Math.max(chain.touched, now);
        state.put(holder);
        Link before = chain.before(e.step);
        if (before != null) { // that one now knows more of how it goes on; its own close looks by itself
            long close = before.time() + rules.window();
            long ready = Math.max(close, Math.min(e.time + 1, before.time() + episodes.timeout()));
            if (ready > close || close <= progress.watermark()) {
                state.closes().add(ready, before.id());
            }
        }
    }

    /** An outcome told how it goes on after a decision; whoever calls puts it into the state. */
    void told(Entry e, Sign sign) {
        e.add(sign);
        if (e.phase == Phase.SETTLED) {
            long ready = Continuation.of(e, chainOf(state, e).chain(), rules, episodes)
                    .ready();
            if (ready < e.due) {
                state.closes().add(ready, e.id);
            }
        }
    }

    /** The chain in which an open decision is. */
    static Entry chainOf(JoinState state, Entry e) {
        @Nullable Entry holder = state.get(Chain.key(e.id.unit()));
        if (holder == null) {
            throw new IllegalStateException("no chain of a unit with open decisions");
        }
        return holder;
    }
}
