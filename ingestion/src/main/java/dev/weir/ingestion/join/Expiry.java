package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import org.jspecify.annotations.Nullable;

/** Does what is due as the watermark advances, in order of (time, id). */
final class Expiry {
    private final JoinState state;
    private final Settlement settlement;
    private final DecisionIntake decisions;
    private final @Nullable Turns turns;
    /** Everything due until then was done. */
    private long walked;

    Expiry(JoinState state, Settlement settlement, DecisionIntake decisions, @Nullable Turns turns) {
        this.state = state;
        this.settlement = settlement;
        this.decisions = decisions;
        this.turns = turns;
        this.walked = state.progress().watermark();
    }

    /** Does what is due until the watermark. */
    void walk() {
        long watermark = state.progress().watermark();
        for (var due = state.closes().poll(watermark);
                due != null;
                due = state.closes().poll(watermark)) {
            @Nullable Entry entry = state.get(due.id());
            if (entry != null) {
                look(entry, Math.max(due.time(), walked));
            }
        }
        for (var due = state.rest().poll(watermark);
                due != null;
                due = state.rest().poll(watermark)) {
            @Nullable Entry entry = state.get(due.id());
            if (entry != null && entry.phase == Phase.WAITING) {
                giveUp(entry, watermark);
            }
        }
        walked = watermark;
    }

    private void look(Entry entry, long now) {
        boolean chained = entry.stepped || entry.phase == Phase.CHAIN;
        if (turns != null && chained) {
            turns.look(entry, now);
        } else if (entry.phase == Phase.PENDING || entry.phase == Phase.SETTLED) {
            decisions.close(entry);
        } else if (entry.phase == Phase.CHAIN) { // of before the problem became a bandit
            state.remove(entry);
        }
    }

    /** Outcomes that waited long enough for their decision. */
    private void giveUp(Entry entry, long watermark) {
        for (Gathered g : entry.outcomes) {
            if (g.deadline <= watermark) {
                settlement.orphan(g);
            }
        }
        entry.outcomes.removeIf(g -> g.deadline <= watermark);
        if (entry.outcomes.isEmpty()) {
            state.remove(entry);
        } else {
            state.put(entry);
        }
    }
}
