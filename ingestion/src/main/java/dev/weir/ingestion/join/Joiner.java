package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.join.Output.To;
import dev.weir.ingestion.keyed.Source;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Joins the decisions of one partition of {@code keyed} with their outcomes. What it sends is a function of the order of
 * that partition and of nothing else: no clock, and no trace of when its state was flushed. Every record that comes in is
 * accounted for: the ledger's sums hold after each one. Confined to one thread.
 */
final class Joiner {
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);

    private final JoinRules rules;
    private final int partition;
    private final JoinState state;
    private final Progress progress;
    private final Output output;
    private final DeadLetters dead;
    private final Settlement settlement;
    private final DecisionIntake decisions;
    private final OutcomeIntake outcomes;
    private final byte[] tickKey;

    Joiner(JoinRules rules, int partition, JoinState state, Output output) {
        this.rules = rules;
        this.partition = partition;
        this.state = state;
        this.progress = state.progress();
        this.output = output;
        this.dead = new DeadLetters(rules, progress, output);
        this.settlement = new Settlement(rules, progress, output, dead);
        this.outcomes = new OutcomeIntake(rules, state, dead, settlement);
        this.decisions = new DecisionIntake(rules, state, dead, outcomes, settlement);
        this.tickKey = ("joiner-" + partition).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes one record of {@code keyed} in.
     *
     * @param stamp of the source record, in epoch milliseconds; dead letters carry it
     */
    void accept(Source source, long stamp, byte[] value) {
        RecordType type = RecordType.of(value);
        if (type == RecordType.TICK) {
            tick(source, TICKS.decode(value).getTime());
            return;
        }
        progress.add(source.decisions() ? Count.DECISIONS_IN : Count.OUTCOMES_IN, 1);
        if (type == RecordType.DEAD_LETTER) {
            dead.passOn(source, value);
            return;
        }
        try {
            if (source.decisions()) {
                DecisionBytes decision = DecisionBytes.read(value, rules.actions());
                if (usable(source, stamp, decision.time(), value)) {
                    decisions.accept(source, stamp, decision);
                }
            } else {
                OutcomeBytes outcome = OutcomeBytes.read(value);
                if (usable(source, stamp, outcome.time(), value)) {
                    outcomes.accept(source, stamp, outcome);
                }
            }
        } catch (Cursor.BrokenException | UndecodableException e) {
            dead.record(source, "undecodable", String.valueOf(e.getMessage()), stamp, value);
        }
    }

    private boolean usable(Source source, long stamp, long time, byte[] value) {
        if (!Times.usable(time)) {
            dead.record(source, "invalid", "time: was " + time + ", expected " + Times.EXPECTED, stamp, value);
            return false;
        }
        long tick = progress.tick(source.index());
        if (tick != Progress.NONE && time > tick + rules.aheadOfTick()) {
            String detail = "time: was " + time + ", expected at most " + (tick + rules.aheadOfTick())
                    + ": the last tick " + tick + " and time.tick + time.skew";
            dead.record(source, "future", detail, stamp, value);
            return false;
        }
        return true;
    }

    private void tick(Source source, long time) {
        boolean advanced = Times.usable(time) && progress.tick(source.index(), time);
        if (advanced) {
            walk(progress.watermark());
        }
        if (progress.watermark() != Progress.NONE && (progress.takeChanged() || advanced)) {
            output.send(To.TRANSITIONS, tickKey, TICKS.encode(new Tick(progress.watermark(), source(), ledger())));
        }
    }

    private void walk(long watermark) {
        for (var due = state.closes().poll(watermark);
                due != null;
                due = state.closes().poll(watermark)) {
            @Nullable Entry entry = state.get(due.id());
            if (entry != null && entry.phase == Phase.PENDING) {
                decisions.close(entry);
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

    private String source() {
        return "joiner-" + partition;
    }

    /** What became of everything so far. */
    Ledger ledger() {
        long earliest = state.closes().earliest();
        return progress.ledger(partition, earliest == Long.MAX_VALUE ? null : earliest);
    }
}
