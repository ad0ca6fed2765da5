package dev.weir.ingestion.join;

import static dev.weir.ingestion.join.Events.activation;
import static dev.weir.ingestion.join.Events.decision;
import static dev.weir.ingestion.join.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.LateOutcome;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import org.junit.jupiter.api.Test;

class ActivationAndArrivalTest {
    @Test
    void aDeferredDecisionCountsOnlyOnceActivated() {
        Bench bench = Bench.summing().tick(1000).take(deferred(1)).take(deferred(2));
        bench.take(outcome(1, "a", 1010, 1)).take(outcome(2, "a", 1010, 2)).take(activation(2, "shown", 1005));

        bench.tick(1100);

        assertThat(bench.transition().getReward()).isEqualTo(2);
        assertThat(bench.transition().getContributions()).hasSize(2);
        assertThat(bench.ledger().getDecisionsNotActivated()).isEqualTo(1);
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("not-activated");
    }

    @Test
    void withoutADefaultADecisionWithoutMetricsGivesNoTransition() {
        Bench bench = new Bench(Bench.rules(Aggregate.SUM, Double.NaN, false)).tick(1000);

        bench.take(decision(1, 1000)).take(activation(1, "shown", 1000)).tick(1100);

        assertThat(bench.transitions).isEmpty();
        assertThat(bench.ledger().getDecisionsNotActivated()).isEqualTo(1);
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("no-metrics");
        bench.take(outcome(1, "a", 1010, 4));
        assertThat(bench.late).singleElement().satisfies(l -> {
            assertThat(l.getRewardThen()).isNull();
            assertThat(l.getRewardWith()).isEqualTo(4);
        });
    }

    @Test
    void atArrivalTheFirstOutcomeWithMetricsMakesTheTransition() {
        Bench bench = arriving();
        bench.take(decision(1, 1000)).take(activation(1, "shown", 1001));
        assertThat(bench.transitions).isEmpty();

        bench.take(outcome(1, "b", 1020, 5)).take(outcome(1, "a", 1010, 7)).take(outcome(1, "b", 1020, 5));

        assertThat(bench.transition().getReward()).isEqualTo(5);
        assertThat(bench.transition().getClosedAt()).isEqualTo(1020);
        assertThat(bench.ledger().getOutcomesSuperseded()).isEqualTo(1);
        assertThat(bench.ledger().getOutcomesDuplicate()).isEqualTo(1);
        assertThat(bench.late).extracting(LateOutcome::getRewardThen).containsExactly(5.0);
        assertThat(bench.late).extracting(LateOutcome::getRewardWith).containsExactly(7.0);
        bench.tick(1100).take(outcome(1, "c", 1099, 9));
        assertThat(bench.transitions).hasSize(1);
        assertThat(bench.ledger().getOutcomesLate()).isEqualTo(1);
        assertThat(bench.late.get(1).getClosedAt()).isEqualTo(1020);
    }

    @Test
    void atArrivalNothingLeavesWithoutAnOutcome() {
        Bench bench = arriving().take(decision(1, 1000)).tick(1100);

        assertThat(bench.transitions).isEmpty();
        assertThat(bench.ledger().getDecisionsNotActivated()).isEqualTo(1);
    }

    @Test
    void atArrivalAnOutcomeThatWaitedMakesTheTransitionWhenItsDecisionComes() {
        Bench bench = arriving().take(outcome(1, "a", 1010, 7)).take(outcome(1, "b", 1005, 3));

        bench.take(decision(1, 1000));

        assertThat(bench.transition().getReward()).isEqualTo(3);
        assertThat(bench.ledger().getOutcomesSuperseded()).isEqualTo(1);
    }

    private static Bench arriving() {
        return new Bench(Bench.rules(Aggregate.FIRST, Double.NaN, true)).tick(1000);
    }

    private static Decision deferred(int n) {
        Decision d = decision(n, 1000);
        d.setDeferred(true);
        return d;
    }
}
