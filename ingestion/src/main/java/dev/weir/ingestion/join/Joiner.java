package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Output.To;
import dev.weir.ingestion.keyed.KeyedId;
import dev.weir.ingestion.keyed.Source;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;

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
    private final Expiry expiry;
    private final byte[] tickKey;

    Joiner(JoinRules rules, int partition, JoinState state, Output output) {
        this.rules = rules;
        this.partition = partition;
        this.state = state;
        this.progress = state.progress();
        this.output = output;
        this.dead = new DeadLetters(rules, progress, output);
        this.settlement = new Settlement(rules, progress, output, dead);
        EpisodeRules chaining = rules.episodes();
        Episodes episodes = chaining == null ? null : new Episodes(rules, chaining, state);
        Turns turns = chaining == null ? null : new Turns(rules, chaining, state, settlement);
        this.outcomes = new OutcomeIntake(rules, state, dead, settlement, episodes);
        this.decisions = new DecisionIntake(rules, state, dead, outcomes, settlement, episodes);
        this.expiry = new Expiry(state, settlement, decisions, turns);
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
            take(source, stamp, value);
        } catch (Cursor.BrokenException | UndecodableException e) {
            dead.record(source, "undecodable", String.valueOf(e.getMessage()), stamp, value);
        }
        if (rules.episodes() != null) {
            expiry.walk(); // what came may have made certain what was waited for
        }
    }

    private void take(Source source, long stamp, byte[] value) {
        if (source.decisions()) {
            DecisionBytes decision = DecisionBytes.read(value, rules.actions());
            if (usable(source, stamp, decision.time(), value) && chainable(source, stamp, decision.id(), value)) {
                decisions.accept(source, stamp, decision);
            }
        } else {
            OutcomeBytes outcome = OutcomeBytes.read(value);
            if (usable(source, stamp, outcome.time(), value)
                    && chainable(source, stamp, outcome.decision(), value)
                    && told(source, stamp, outcome)) {
                outcomes.accept(source, stamp, outcome);
            }
        }
    }

    private boolean chainable(Source source, long stamp, KeyedId id, byte[] value) {
        boolean taken = rules.episodes() != null && Chain.isKey(id);
        if (taken) {
            dead.record(source, "invalid", "the decision's id is the one of its unit's chain", stamp, value);
        }
        return !taken;
    }

    private boolean told(Source source, long stamp, OutcomeBytes outcome) {
        String wrong = rules.episodes() == null ? null : Sign.problem(outcome, rules.episodes());
        if (wrong != null) {
            dead.record(source, "invalid", wrong, stamp, outcome.value());
        }
        return wrong == null;
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
            expiry.walk();
        }
        if (progress.watermark() != Progress.NONE && (progress.takeChanged() || advanced)) {
            output.send(To.TRANSITIONS, tickKey, TICKS.encode(new Tick(progress.watermark(), source(), ledger())));
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
