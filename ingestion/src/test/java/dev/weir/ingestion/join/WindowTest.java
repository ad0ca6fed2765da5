package dev.weir.ingestion.join;

import static dev.weir.ingestion.join.Events.decision;
import static dev.weir.ingestion.join.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    @Test
    void oneTransitionLeavesWhenTheWatermarkReachesTheClose() {
        Bench bench = Bench.summing().tick(1000);
        bench.take(decision(1, 1000)).take(outcome(1, "b", 1050, 3)).take(outcome(1, "a", 1050, 4));

        bench.tick(1099);
        assertThat(bench.transitions).isEmpty();
        assertThat(bench.ledger().getNextClose()).isEqualTo(1100);
        bench.tick(1100);

        Transition t = bench.transition();
        assertThat(t.getDecision()).isEqualTo(decision(1, 1000));
        assertThat(t.getClosedAt()).isEqualTo(1100);
        assertThat(t.getReward()).isEqualTo(7);
        assertThat(t.getDefaulted()).isFalse();
        assertThat(t.getDiscount()).isZero();
        assertThat(t.getNext()).isNull();
        assertThat(t.getContributions()).extracting(Contribution::getOutcomeId).containsExactly("a", "b");
        assertThat(t.getContributions().get(0).getMetrics()).containsEntry("r", 4.0);
        assertThat(bench.ledger().getNextClose()).isNull();
        assertThat(bench.ticks.get(bench.ticks.size() - 1).getTime()).isEqualTo(1100);
        assertThat(bench.ticks.get(bench.ticks.size() - 1).getSource()).isEqualTo("joiner-0");
        assertThat(bench.ticks.get(bench.ticks.size() - 1).getLedger()).isEqualTo(bench.ledger());
    }

    @ParameterizedTest
    @CsvSource({"FIRST,-5", "LAST,-1", "SUM,-9", "MEAN,-3", "MIN,-5", "MAX,-1"})
    void aggregatesAreRightForRewardsThatAreAllNegative(Aggregate aggregate, double expected) {
        Bench bench = new Bench(Bench.rules(aggregate, 100, false)).tick(1000).take(decision(1, 1000));
        bench.take(outcome(1, "x", 1030, -1)).take(outcome(1, "y", 1010, -5)).take(outcome(1, "z", 1020, -3));

        bench.tick(1100);

        assertThat(bench.transition().getReward()).isEqualTo(expected);
    }

    @Test
    void withoutOutcomesTheDefaultIsTheReward() {
        Bench bench = new Bench(Bench.rules(Aggregate.SUM, -2, false))
                .tick(1000)
                .take(decision(1, 1000))
                .tick(1100);

        assertThat(bench.transition().getReward()).isEqualTo(-2);
        assertThat(bench.transition().getDefaulted()).isTrue();
    }
}
