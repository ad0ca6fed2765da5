package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.ingestion.keyed.Source;
import dev.weir.ingestion.keyed.Unusable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to an outcome when it comes in, or when its decision does at last. */
final class OutcomeIntake {
    private final JoinRules rules;
    private final JoinState state;
    private final Progress progress;
    private final DeadLetters dead;
    private final Settlement settlement;
    private final @Nullable Episodes episodes;

    OutcomeIntake(
            JoinRules rules, JoinState state, DeadLetters dead, Settlement settlement, @Nullable Episodes episodes) {
        this.rules = rules;
        this.state = state;
        this.progress = state.progress();
        this.dead = dead;
        this.settlement = settlement;
        this.episodes = episodes;
    }

    void accept(Source source, long stamp, OutcomeBytes outcome) {
        @Nullable Entry entry = state.get(outcome.decision());
        if (entry != null && entry.knows(outcome.outcomeId())) {
            progress.add(Count.OUTCOMES_DUPLICATE, 1);
            return;
        }
        Gathered g = new Gathered(
                outcome.outcomeId(),
                outcome.time(),
                outcome.activation(),
                source.partition(),
                source.offset(),
                Place.WAITING,
                outcome.value());
        if (entry == null || entry.phase == Phase.WAITING) {
            await(entry == null ? new Entry(outcome.decision()) : entry, g, source, stamp);
        } else if (take(entry, g, outcome)) {
            state.put(entry);
        }
    }

    private void await(Entry entry, Gathered g, Source source, long stamp) {
        long watermark = progress.watermark();
        if (watermark != Progress.NONE && g.time + rules.window() + rules.horizon() <= watermark) {
            String detail = "time: was " + g.time + ", expected after " + (watermark - rules.window() - rules.horizon())
                    + ": decisions that old are forgotten";
            dead.record(source, "beyond-horizon", detail, stamp, g.value);
            return;
        }
        if (tooLarge(entry, g, source, stamp)) {
            return;
        }
        g.deadline = Math.max(g.time, watermark) + rules.window();
        progress.add(Count.OUTCOMES_PENDING, 1);
        entry.add(g);
        state.rest().add(g.deadline, entry.id);
        state.put(entry);
    }

    /** The decision of an outcome that waited for it has come. */
    void waited(Entry entry, Gathered g) {
        take(entry, g, OutcomeBytes.read(g.value));
    }

    /** Counts an outcome with its decision; true if the entry has changed. */
    private boolean take(Entry e, Gathered g, OutcomeBytes outcome) {
        Source source = new Source(false, g.partition, g.offset);
        if (g.time < e.time - rules.skew()) {
            String detail = "time: was " + g.time + ", expected from " + (e.time - rules.skew())
                    + ": its decision's time less time.skew";
            dead.record(source, "invalid", detail, g.time, g.value);
            return false;
        }
        if (tooLarge(e, g, source, g.time)) {
            return false;
        }
        Map<String, Double> metrics = outcome.metrics();
        try {
            g.reward = metrics.isEmpty() ? Double.NaN : rules.formula().apply(metrics);
        } catch (IllegalArgumentException wrong) {
            dead.record(source, "formula", String.valueOf(wrong.getMessage()), g.time, g.value);
            return false;
        }
        if (episodes != null && e.stepped) {
            @Nullable Sign sign = Sign.of(outcome);
            if (sign != null) {
                episodes.told(e, sign);
            }
        }
        e.add(g);
        if (e.phase == Phase.CLOSED || e.phase == Phase.SETTLED) {
            g.place = Place.LATE;
            progress.add(Count.OUTCOMES_LATE, 1);
            settlement.late(e, g, e.closedAt, e.reward);
            g.forgetValue();
        } else if (g.time >= e.due) {
            g.place = Place.ASIDE;
            progress.add(Count.OUTCOMES_PENDING, 1);
        } else if (e.left) {
            g.place = Place.LATE;
            progress.add(Count.OUTCOMES_SUPERSEDED, 1);
            settlement.late(e, g, e.closedAt, e.reward);
        } else {
            g.place = Place.INSIDE;
            progress.add(Count.OUTCOMES_PENDING, 1);
            if (rules.atArrival()) {
                settlement.arrived(e, g.time);
            }
        }
        return true;
    }

    private boolean tooLarge(Entry entry, Gathered g, Source source, long stamp) {
        boolean tooLarge = entry.size() + g.size() > Unusable.MAX_VALUE;
        if (tooLarge) {
            String detail = "with this outcome its decision and outcomes would have more than " + Unusable.MAX_VALUE
                    + " bytes, which no transition may have";
            dead.record(source, "too-large", detail, stamp, g.value);
        }
        return tooLarge;
    }
}
