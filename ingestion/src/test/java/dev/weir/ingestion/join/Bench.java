package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.ingestion.keyed.Source;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.LateOutcome;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.RewardFormula;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.util.ArrayList;
import java.util.List;

/** One joiner with what it sent. Window 100 ms, horizon 1000, skew 10, tick 50: all of them small numbers. */
final class Bench {
    static final long WINDOW = 100;
    static final long HORIZON = 1000;
    static final long SKEW = 10;
    static final long TICK = 50;
    static final long TIMEOUT = 1000;

    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<LateOutcome> LATE = Codec.of(LateOutcome.class);
    private static final Codec<DeadLetter> DEAD = Codec.of(DeadLetter.class);

    final List<Transition> transitions = new ArrayList<>();
    final List<Tick> ticks = new ArrayList<>();
    final List<LateOutcome> late = new ArrayList<>();
    final List<DeadLetter> dead = new ArrayList<>();
    /** Everything that left, in order, as text. */
    final List<String> sent = new ArrayList<>();

    private final JoinRules rules;
    private final long openBytes;
    MemoryTable entries = new MemoryTable();
    MemoryTable journal = new MemoryTable();
    MemoryTable agenda = new MemoryTable();
    private JoinState state;
    private Joiner joiner;

    Bench(JoinRules rules) {
        this(rules, JoinState.OPEN_BYTES);
    }

    Bench(JoinRules rules, long openBytes) {
        this.rules = rules;
        this.openBytes = openBytes;
        restart();
    }

    static Bench summing() {
        return new Bench(rules(Aggregate.SUM, 0, false));
    }

    static Bench chaining() {
        return new Bench(episodic());
    }

    static JoinRules rules(Aggregate aggregate, double ifNone, boolean atArrival) {
        return new JoinRules(
                "t.decisions",
                "t.outcomes",
                RewardFormula.parse("r"),
                aggregate,
                ifNone,
                atArrival,
                WINDOW,
                HORIZON,
                SKEW,
                TICK + SKEW,
                2,
                1,
                null);
    }

    /** As {@link #rules} for a problem with episodes: time-out 1000 ms, discount 0.9, observations of two numbers and a text. */
    static JoinRules episodic() {
        JoinRules r = rules(Aggregate.SUM, 0, false);
        return new JoinRules(
                r.decisionsTopic(),
                r.outcomesTopic(),
                r.formula(),
                r.aggregate(),
                r.ifNone(),
                r.atArrival(),
                r.window(),
                r.horizon(),
                r.skew(),
                r.aheadOfTick(),
                r.actions(),
                r.partitions(),
                new EpisodeRules(TIMEOUT, 0.9, true, 2, 1));
    }

    /** Drops what is in memory and continues from what was flushed. */
    void restart() {
        state = new JoinState(entries, journal, agenda, 2 * rules.partitions(), openBytes);
        joiner = new Joiner(rules, 0, state, this::sent);
    }

    void flush() {
        state.flush();
    }

    /** As a kill would leave the tables: what was flushed until now, and nothing later. */
    void restoreTo(MemoryTable entries, MemoryTable journal, MemoryTable agenda) {
        this.entries = entries;
        this.journal = journal;
        this.agenda = agenda;
        restart();
    }

    /** Nothing is remembered but how far the joiner is. */
    void assertForgotten() {
        flush();
        assertThat(entries.size()).as("number of the last flush alone").isEqualTo(1);
        assertThat(journal.size()).as("number of the last flush alone").isEqualTo(1);
        assertThat(agenda.size()).as("progress alone").isEqualTo(1);
    }

    Bench take(Event event) {
        joiner.accept(event.source(), 5, event.value());
        assertConserved(joiner.ledger());
        return this;
    }

    Bench take(Decision d) {
        return take(Events.at(d));
    }

    Bench take(Outcome o) {
        return take(Events.at(o));
    }

    Bench take(boolean decisions, byte[] value) {
        return take(new Event(new Source(decisions, 0, 7), value));
    }

    /** A tick from every source. */
    Bench tick(long time) {
        return take(Events.tick(true, time)).take(Events.tick(false, time));
    }

    Ledger ledger() {
        return joiner.ledger();
    }

    Transition transition() {
        assertThat(transitions).hasSize(1);
        return transitions.get(0);
    }

    private void sent(Output.To to, byte[] key, byte[] value) {
        Object record = switch (to) {
            case TRANSITIONS -> transitionOrTick(value);
            case LATE_OUTCOMES -> add(late, LATE.decode(value));
            case DEAD_LETTERS -> add(dead, DEAD.decode(value));
        };
        sent.add(to + " " + new String(key, java.nio.charset.StandardCharsets.UTF_8) + " " + record);
    }

    private Object transitionOrTick(byte[] value) {
        return RecordType.of(value) == RecordType.TICK
                ? add(ticks, Events.TICKS.decode(value))
                : add(transitions, TRANSITIONS.decode(value));
    }

    private static <T> T add(List<T> to, T record) {
        to.add(record);
        return record;
    }

    static void assertConserved(Ledger l) {
        assertThat(l.getOutcomesInTransitions()
                        + l.getOutcomesLate()
                        + l.getOutcomesDuplicate()
                        + l.getOutcomesOrphaned()
                        + l.getOutcomesSuperseded()
                        + l.getOutcomesDeadLettered()
                        + l.getOutcomesPending())
                .as("outcomes of %s", l)
                .isEqualTo(l.getOutcomesIn());
        assertThat(l.getDecisionsJoined()
                        + l.getDecisionsDuplicate()
                        + l.getDecisionsConflicting()
                        + l.getDecisionsNotActivated()
                        + l.getDecisionsDeadLettered()
                        + l.getDecisionsPending())
                .as("decisions of %s", l)
                .isEqualTo(l.getDecisionsIn());
        assertThat(List.of(l.getOutcomesPending(), l.getDecisionsPending())).allMatch(n -> n >= 0);
    }
}
