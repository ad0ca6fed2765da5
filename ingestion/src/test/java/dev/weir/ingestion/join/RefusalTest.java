package dev.weir.ingestion.join;

import static dev.weir.ingestion.join.Events.decision;
import static dev.weir.ingestion.join.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.ingestion.keyed.Source;
import dev.weir.ingestion.keyed.Unusable;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.RewardFormula;
import dev.weir.schemas.wire.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
    static Stream<Consumer<Decision>> wrongDecisions() {
        return Stream.of(
                d -> d.setPropensity(0),
                d -> d.setPropensity(2),
                d -> d.setPropensity(Double.NaN),
                d -> d.setPmf(List.of(0.5, 0.6)),
                d -> d.setPmf(List.of(-0.5, 1.5)),
                d -> d.setPmf(List.of(Double.NaN, 1.0)),
                d -> d.setPmf(List.of(1.0)),
                d -> d.setPmf(List.of()),
                d -> d.getSituation().setAllowed(List.of(0)),
                d -> d.setAction(""),
                d -> d.setTime(-1),
                d -> d.setTime(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("wrongDecisions")
    void aDecisionThatSaysWhatCannotBeIsADeadLetter(Consumer<Decision> wrong) {
        Bench bench = Bench.summing();
        Decision d = decision(1, 1000);
        wrong.accept(d);

        bench.take(d);

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("invalid");
        assertThat(bench.ledger().getDecisionsDeadLettered()).isEqualTo(1);
    }

    @Test
    void aDecisionMadeElsewhereNeedsNoDistribution() {
        Bench bench = Bench.summing().tick(1000);
        Decision d = decision(1, 1000);
        d.setElsewhere(true);
        d.setPmf(List.of());

        bench.take(d).tick(1100);

        assertThat(bench.transitions).hasSize(1);
    }

    @Test
    void whatIsAheadOfTheNextTickOfItsOwnSourceIsOfTheFuture() {
        Bench bench = Bench.summing();
        bench.take(decision(1, 999_999)); // its source never ticked
        bench.take(Events.tick(true, 1000));
        long last = 1000 + Bench.TICK + Bench.SKEW;

        bench.take(decision(2, last)).take(decision(3, last + 1)).take(outcome(2, "o", 5000, 1));

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("future");
        assertThat(bench.ledger().getDecisionsPending()).isEqualTo(2);
        assertThat(bench.ledger().getOutcomesPending()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfBeforeItsDecisionIsInvalidBeyondTheSkew() {
        Bench bench = Bench.summing().tick(1000).take(decision(1, 1000));

        bench.take(outcome(1, "a", 990, 1)).take(outcome(1, "b", 989, 1)).tick(1100);

        assertThat(bench.transition().getReward()).isEqualTo(1);
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("invalid");
    }

    @Test
    void aRewardThatIsNotFiniteIsADeadLetter() {
        Bench bench = Bench.summing().tick(1000).take(decision(1, 1000));

        bench.take(outcome(1, "a", 1000, Double.NaN)).take(outcome(1, "b", 1000, Double.POSITIVE_INFINITY));
        bench.tick(1100);

        assertThat(bench.transition().getDefaulted()).isTrue();
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("formula", "formula");
    }

    @Test
    void aSumThatOverflowsGivesNoTransition() {
        Bench bench = Bench.summing().tick(1000).take(decision(1, 1000));

        bench.take(outcome(1, "a", 1000, 1e308))
                .take(outcome(1, "b", 1000, 1e308))
                .tick(1100);

        assertThat(bench.transitions).isEmpty();
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("formula", "formula");
        assertThat(bench.ledger().getDecisionsNotActivated()).isEqualTo(1);
    }

    @Test
    void bytesThatEndEarlyOrGoOnAreUndecodable() {
        Bench bench = Bench.summing();
        byte[] d = Events.DECISIONS.encode(decision(1, 1000));
        byte[] o = Events.OUTCOMES.encode(outcome(1, "a", 1000, 1));

        bench.take(true, Arrays.copyOf(d, d.length - 1)).take(true, Arrays.copyOf(d, d.length + 1));
        bench.take(false, Arrays.copyOf(o, o.length - 1)).take(false, Arrays.copyOf(o, o.length + 1));

        assertThat(bench.dead).extracting(DeadLetter::getReason).hasSize(4).containsOnly("undecodable");
        assertThat(bench.dead.get(0).getOffset()).isEqualTo(7);
        assertThat(bench.dead.get(0).getTopic()).isEqualTo("t.decisions");
        assertThat(bench.dead.get(2).getTopic()).isEqualTo("t.outcomes");
    }

    @Test
    void whatTheReKeyingRefusedIsCountedAndPassedOn() {
        Bench bench = Bench.summing();
        Source source = new Source(false, 0, 3);
        DeadLetter letter = Unusable.of("t.outcomes", source, "undecodable", "why", 5, new byte[] {1});

        bench.take(new Event(source, Codec.of(DeadLetter.class).encode(letter)));

        assertThat(bench.dead).containsExactly(letter);
        assertThat(bench.ledger().getOutcomesDeadLettered()).isEqualTo(1);
    }

    @Test
    void noTransitionGrowsBeyondWhatATopicTakes() {
        Bench bench = Bench.summing().tick(1000).take(decision(1, 1000));
        Outcome big = outcome(1, "a".repeat(300_000), 1000, 1);

        bench.take(big);
        big.setOutcomeId("b".repeat(300_000));
        bench.take(big);

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("too-large");
        assertThat(bench.dead.get(0).getCut()).isTrue();
    }

    @Test
    void aMetricThatTheFormulaDoesNotKnowIsKept() {
        JoinRules rules = Bench.rules(Aggregate.SUM, 0, false);
        assertThat(rules.formula()).isEqualTo(RewardFormula.parse("r"));
        Bench bench = new Bench(rules).tick(1000).take(decision(1, 1000));

        bench.take(new Outcome(Events.id(1), "a", 1000L, Map.of("other", 3.0), false, false, null, false))
                .tick(1100);

        assertThat(bench.transition().getContributions().get(0).getMetrics()).isEqualTo(Map.of("other", 3.0));
        assertThat(bench.transition().getReward()).isZero();
    }
}
