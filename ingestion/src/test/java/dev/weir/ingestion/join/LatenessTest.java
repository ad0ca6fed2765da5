package dev.weir.ingestion.join;

import static dev.weir.ingestion.join.Events.decision;
import static dev.weir.ingestion.join.Events.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.LateOutcome;
import org.junit.jupiter.api.Test;

class LatenessTest {
    @Test
    void anOutcomeMayComeBeforeItsDecision() {
        Bench bench = Bench.summing().tick(1000);

        bench.take(outcome(1, "o", 1020, 3)).tick(1050).take(decision(1, 1000)).tick(1100);

        assertThat(bench.transition().getReward()).isEqualTo(3);
    }

    @Test
    void anOutcomeWhoseDecisionNeverComesIsAnOrphanAfterAWindow() {
        Bench bench = Bench.summing().tick(1000).take(outcome(1, "o", 1020, 3)).take(outcome(1, "p", 900, 3));

        bench.tick(1099);
        assertThat(bench.dead).isEmpty();
        bench.tick(1100); // p's time is past: it waits from the watermark on
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("orphan");
        bench.tick(1120);

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("orphan", "orphan");
        assertThat(bench.ledger().getOutcomesOrphaned()).isEqualTo(2);
        bench.assertForgotten();
    }

    @Test
    void aDecisionThatComesAfterItsCloseClosesAtOnceWithWhatWaitedForIt() {
        Bench bench = Bench.summing().tick(1000).take(outcome(1, "o", 1020, 3)).tick(1110);

        bench.take(decision(1, 1010));

        assertThat(bench.transition().getReward()).isEqualTo(3);
        assertThat(bench.transition().getClosedAt()).isEqualTo(1110);
    }

    @Test
    void anOutcomeAfterTheCloseSaysWhatItWouldHaveChanged() {
        Bench bench = Bench.summing()
                .tick(1000)
                .take(decision(1, 1000))
                .take(outcome(1, "a", 1001, 1))
                .tick(1100);

        bench.take(outcome(1, "b", 1050, 10)).take(outcome(1, "b", 1050, 10)).take(outcome(1, "c", 1150, 100));

        assertThat(bench.late).extracting(LateOutcome::getRewardThen).containsExactly(1.0, 1.0);
        assertThat(bench.late).extracting(LateOutcome::getRewardWith).containsExactly(11.0, 111.0);
        assertThat(bench.late).extracting(LateOutcome::getClosedAt).containsOnly(1100L);
        assertThat(bench.late.get(0).getOutcome()).isEqualTo(outcome(1, "b", 1050, 10));
        assertThat(bench.ledger().getOutcomesLate()).isEqualTo(2);
        assertThat(bench.ledger().getOutcomesDuplicate()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfAfterTheWindowThatComesBeforeTheCloseIsKeptAsideUntilThen() {
        Bench bench = Bench.summing().tick(1050).take(decision(1, 1000)).take(outcome(1, "a", 1100, 5));

        assertThat(bench.ledger().getOutcomesPending()).isEqualTo(1);
        assertThat(bench.late).isEmpty();
        bench.tick(1100);

        assertThat(bench.transition().getDefaulted()).isTrue();
        assertThat(bench.late).singleElement().satisfies(l -> {
            assertThat(l.getRewardThen()).isZero();
            assertThat(l.getRewardWith()).isEqualTo(5);
        });
    }

    @Test
    void aDecisionAgainIsADuplicateAndWithAnotherBodyAConflictOpenOrClosed() {
        Bench bench = Bench.summing().tick(1000).take(decision(1, 1000)).take(decision(1, 1000));
        Decision other = decision(1, 1000);
        other.setRequestHash(5);

        bench.take(other).tick(1100).take(other).take(decision(1, 1000));

        assertThat(bench.transitions).hasSize(1);
        assertThat(bench.ledger().getDecisionsDuplicate()).isEqualTo(2);
        assertThat(bench.ledger().getDecisionsConflicting()).isEqualTo(2);
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("conflict", "conflict");
    }

    @Test
    void closedDecisionsAreForgottenAfterTheHorizonAndWhatIsOlderIsRefused() {
        Bench bench = Bench.summing()
                .tick(1000)
                .take(decision(1, 1000))
                .take(outcome(1, "a", 1001, 1))
                .tick(1100);
        bench.flush();
        bench.tick(2099).take(decision(1, 1000));
        assertThat(bench.ledger().getDecisionsDuplicate()).isEqualTo(1);

        bench.tick(2100).take(decision(1, 1000)).take(outcome(1, "a", 1000, 1));

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("beyond-horizon", "beyond-horizon");
        assertThat(bench.transitions).hasSize(1);
        bench.assertForgotten();
    }

    @Test
    void aTickFarAheadClosesAndForgetsInOneGo() {
        Bench bench = Bench.summing().tick(1000).take(decision(2, 1010)).take(decision(1, 1000));

        bench.tick(1_000_000);

        assertThat(bench.transitions).extracting(t -> t.getClosedAt()).containsExactly(1100L, 1110L);
        bench.assertForgotten();
    }
}
