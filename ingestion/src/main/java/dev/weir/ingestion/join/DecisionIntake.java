package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.keyed.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a decision when it comes in, and when its window closes. */
final class DecisionIntake {
    private final JoinRules rules;
    private final JoinState state;
    private final Progress progress;
    private final DeadLetters dead;
    private final OutcomeIntake outcomes;
    private final Settlement settlement;
    private final @Nullable Episodes episodes;

    DecisionIntake(
            JoinRules rules,
            JoinState state,
            DeadLetters dead,
            OutcomeIntake outcomes,
            Settlement settlement,
            @Nullable Episodes episodes) {
        this.rules = rules;
        this.state = state;
        this.progress = state.progress();
        this.dead = dead;
        this.outcomes = outcomes;
        this.settlement = settlement;
        this.episodes = episodes;
    }

    void accept(Source source, long stamp, DecisionBytes decision) {
        if (decision.problem() != null) {
            dead.record(source, "invalid", decision.problem(), stamp, decision.value());
            return;
        }
        @Nullable Entry known = state.get(decision.id());
        if (known != null && known.phase != Phase.WAITING) {
            again(known, source, stamp, decision);
            return;
        }
        long watermark = progress.watermark();
        long close = decision.time() + rules.window();
        if (watermark != Progress.NONE && close + rules.horizon() <= watermark) {
            String detail = "time: was " + decision.time() + ", expected after "
                    + (watermark - rules.window() - rules.horizon()) + ": what is older is forgotten";
            dead.record(source, "beyond-horizon", detail, stamp, decision.value());
            return;
        }
        if (episodes != null && !chainable(episodes, source, stamp, decision)) {
            return;
        }
        progress.add(Count.DECISIONS_PENDING, 1);
        Entry entry = known == null ? new Entry(decision.id()) : known;
        List<Gathered> waiting = List.copyOf(entry.outcomes);
        entry.outcomes.clear();
        entry.open(decision, close);
        if (episodes != null) {
            entry.stepped = true;
            entry.step = decision.step();
            episodes.opened(entry);
        }
        for (Gathered g : waiting) {
            progress.add(Count.OUTCOMES_PENDING, -1);
            outcomes.waited(entry, g);
        }
        if (episodes == null && watermark != Progress.NONE && close <= watermark) {
            close(entry);
        } else {
            state.closes().add(close, entry.id);
            state.put(entry);
        }
    }

    private boolean chainable(Episodes among, Source source, long stamp, DecisionBytes decision) {
        if (!decision.stepped()) {
            String detail = "step: was absent, expected the unit's step number, for this problem has episodes";
            dead.record(source, "invalid", detail, stamp, decision.value());
            return false;
        } else if (among.full(decision)) {
            String detail = "this unit has so many decisions whose transitions have not left that no more are taken";
            dead.record(source, "too-large", detail, stamp, decision.value());
            return false;
        }
        @Nullable String conflict = among.conflict(decision);
        if (conflict != null) {
            dead.decision(Count.DECISIONS_CONFLICTING, source, "conflict", conflict, stamp, decision.value());
        }
        return conflict == null;
    }

    private void again(Entry known, Source source, long stamp, DecisionBytes decision) {
        if (known.requestHash == decision.requestHash()) {
            progress.add(Count.DECISIONS_DUPLICATE, 1);
        } else {
            String detail = "requestHash: was " + decision.requestHash() + ", expected " + known.requestHash
                    + " as of the first decision with this id";
            dead.decision(Count.DECISIONS_CONFLICTING, source, "conflict", detail, stamp, decision.value());
        }
    }

    /** The window of an entry closes; it is remembered for the horizon. */
    void close(Entry entry) {
        settlement.close(entry);
        state.put(entry);
    }
}
