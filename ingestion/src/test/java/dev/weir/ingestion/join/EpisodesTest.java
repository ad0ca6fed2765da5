package dev.weir.ingestion.join;

import static dev.weir.ingestion.join.Steps.cutOff;
import static dev.weir.ingestion.join.Steps.end;
import static dev.weir.ingestion.join.Steps.observed;
import static dev.weir.ingestion.join.Steps.reward;
import static dev.weir.ingestion.join.Steps.seen;
import static dev.weir.ingestion.join.Steps.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.LateOutcome;
import dev.weir.schemas.avro.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodesTest {
    private final Bench bench = Bench.chaining().tick(1000);

    private List<String> told() {
        return bench.transitions.stream().map(Steps::told).toList();
    }

    @Test
    void aTransitionLeavesWhenItsWindowIsClosedAndTheNextStepIsThere() {
        bench.take(step("u", 4, 1000)).take(reward("u", 4, 1010, 3)).tick(1100).tick(1150);
        assertThat(told()).as("the next step is not there").isEmpty();
        assertThat(bench.ledger().getDecisionsPending()).isEqualTo(1);

        bench.take(step("u", 5, 1160)).tick(1160);
        assertThat(told()).as("an end may still come at that time").isEmpty();
        bench.tick(1161);

        assertThat(told()).containsExactly("4 r=3.0 d=0.9 next=5.0");
        assertThat(bench.transition().getNext()).isEqualTo(Steps.situation(5, "u"));
        assertThat(bench.transition().getClosedAt()).isEqualTo(1100);
    }

    @Test
    void theNextStepMayBeThereLongBeforeTheWindowCloses() {
        bench.take(step("u", 1, 1000)).take(step("u", 2, 1020)).take(step("u", 3, 1040));

        bench.tick(1099);
        assertThat(told()).isEmpty();
        bench.tick(1120);

        assertThat(told()).containsExactly("1 r=0.0 d=0.9 next=2.0", "2 r=0.0 d=0.9 next=3.0");
    }

    @Test
    void outcomesSeveralStepsLateCountForTheDecisionThatTheyName() {
        bench.take(step("u", 1, 1000)).take(step("u", 2, 1020)).take(step("u", 3, 1040));
        bench.take(reward("u", 1, 1050, 5))
                .take(reward("u", 3, 1050, 7))
                .tick(1050)
                .take(reward("u", 1, 1090, 1));

        bench.tick(1140).take(end("u", 3, 1140)).tick(1141);

        assertThat(told()).containsExactly("1 r=6.0 d=0.9 next=2.0", "2 r=0.0 d=0.9 next=3.0", "3 r=7.0 d=0.0 next=-");
    }

    @Test
    void anEndIsTerminalAndTellsItsLastObservationIfItHasOne() {
        bench.take(step("u", 1, 1000)).take(step("v", 1, 1000));
        Outcome last = end("v", 1, 1050);
        last.setLastObservation(seen(8, "v"));

        bench.take(end("u", 1, 1050)).take(last).tick(1100);

        assertThat(told()).containsExactlyInAnyOrder("1 r=0.0 d=0.0 next=-", "1 r=0.0 d=0.0 next=8.0");
        assertThat(bench.ledger().getOutcomesInTransitions()).isEqualTo(2);
    }

    @Test
    void anEndThatSaysTruncatedKeepsTheDiscount() {
        bench.take(step("u", 1, 1000)).take(step("v", 1, 1000));

        bench.take(cutOff("u", 1, 1050, seen(8, "u")))
                .take(cutOff("v", 1, 1050, null))
                .tick(1100);

        assertThat(told()).containsExactlyInAnyOrder("1 r=0.0 d=0.9 next=8.0 T", "1 r=0.0 d=0.9 next=- T");
    }

    @Test
    void anEndGoesBeforeANextStepSoThatEpisodesFollowEachOther() {
        bench.take(step("u", 1, 1000))
                .take(step("u", 2, 1010))
                .take(end("u", 1, 1010))
                .take(end("u", 2, 1020));

        bench.tick(1200);

        assertThat(told()).containsExactly("1 r=0.0 d=0.0 next=-", "2 r=0.0 d=0.0 next=-");
    }

    @Test
    void anEndAfterTheWindowCountsUntilTheNextStepAndItsMetricsDoNot() {
        bench.take(step("u", 1, 1000)).tick(1150);
        Outcome late = end("u", 1, 1160);
        late.setMetrics(java.util.Map.of("r", 50.0));

        bench.take(late).tick(1161);

        assertThat(told()).containsExactly("1 r=0.0 d=0.0 next=-");
        assertThat(bench.late).extracting(LateOutcome::getRewardThen).containsExactly(0.0);
        assertThat(bench.late).extracting(LateOutcome::getRewardWith).containsExactly(50.0);
        assertThat(bench.ledger().getOutcomesLate()).isEqualTo(1);
    }

    @Test
    void anEndLaterThanTheNextStepAndTheWindowCountsForNothing() {
        bench.take(step("u", 1, 1000)).tick(1110).take(end("u", 1, 1170)).take(step("u", 2, 1160));

        bench.tick(1300);

        assertThat(told()).containsExactly("1 r=0.0 d=0.9 next=2.0");
    }

    @Test
    void withoutANextStepATransitionIsTruncatedAtTheTimeout() {
        bench.take(step("u", 1, 1000)).take(step("v", 1, 1000)).tick(1450).take(observed("v", 1, 1500, seen(8, "v")));

        bench.tick(1999);
        assertThat(told()).isEmpty();
        bench.tick(2000);

        assertThat(told()).containsExactlyInAnyOrder("1 r=0.0 d=0.9 next=- T", "1 r=0.0 d=0.9 next=8.0 T");
        assertThat(bench.ledger().getTimeouts()).isEqualTo(2);
        assertThat(bench.ledger().getGaps()).isZero();
    }

    @Test
    void aNextStepAfterTheTimeoutBeginsAChainOfItsOwn() {
        bench.take(step("u", 1, 1000))
                .tick(1900)
                .tick(1990)
                .take(step("u", 2, 2001))
                .tick(3001);

        assertThat(told()).containsExactly("1 r=0.0 d=0.9 next=- T", "2 r=0.0 d=0.9 next=- T");
        assertThat(bench.ledger().getTimeouts()).isEqualTo(2);
    }

    @Test
    void stepsThatArriveInTheWrongOrderAreChainedRightly() {
        bench.take(step("u", 5, 1020))
                .take(step("u", 6, 1030))
                .take(step("u", 4, 1010))
                .take(end("u", 6, 1040));

        bench.tick(2000);

        assertThat(told()).containsExactly("4 r=0.0 d=0.9 next=5.0", "5 r=0.0 d=0.9 next=6.0", "6 r=0.0 d=0.0 next=-");
        assertThat(bench.ledger().getGaps()).isZero();
    }

    @Test
    void aMissingStepIsAGapOnceItCannotComeAnyMore() {
        bench.take(step("u", 4, 1000)).tick(1100).take(step("u", 6, 1150)).tick(1150);
        assertThat(told()).as("step 5 may still come").isEmpty();

        bench.tick(1151);

        assertThat(told()).containsExactly("4 r=0.0 d=0.9 next=- T");
        assertThat(bench.ledger().getGaps()).isEqualTo(1);
        bench.take(step("u", 5, 1150));
        assertThat(bench.dead).isEmpty(); // late, but no later one has left: it is a step of its own
        bench.tick(3000);
        assertThat(told()).hasSize(3).element(1).isEqualTo("5 r=0.0 d=0.9 next=6.0");
    }

    @Test
    void aStepThatAnotherDecisionHasOrThatHasLeftIsAConflict() {
        Decision same = step("u", 4, 1000);
        same.setId(Steps.id("u", 99));
        bench.take(step("u", 4, 1000)).take(step("u", 4, 1000)).take(same);
        assertThat(bench.ledger().getDecisionsDuplicate()).isEqualTo(1);
        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("conflict");

        bench.take(end("u", 4, 1050)).tick(1100).take(step("u", 0, 1100)).take(same);

        assertThat(bench.dead).extracting(DeadLetter::getReason).hasSize(3).containsOnly("conflict");
        assertThat(bench.dead.get(1).getDetail()).startsWith("step: was 0, expected above 4");
        assertThat(bench.ledger().getDecisionsConflicting()).isEqualTo(3);
        assertThat(bench.transitions).hasSize(1);
    }

    @Test
    void aUnitThatWasSilentForTheHorizonMayBeginAnew() {
        bench.take(step("u", 4, 1000)).take(end("u", 4, 1050)).tick(1100).tick(5000);
        bench.assertForgotten();

        bench.take(step("u", 0, 5000)).take(end("u", 0, 5000)).tick(5100);

        assertThat(told()).containsExactly("4 r=0.0 d=0.0 next=-", "0 r=0.0 d=0.0 next=-");
    }

    @Test
    void aDecisionWithoutAStepIsRefused() {
        Decision none = step("u", 1, 1000);
        none.setStep(null);

        bench.take(none);

        assertThat(bench.dead).extracting(DeadLetter::getReason).containsExactly("invalid");
        assertThat(bench.dead.get(0).getDetail()).startsWith("step: was absent");
    }

    @Test
    void anObservationThatIsNoneOfTheProblemIsRefused() {
        bench.take(step("u", 1, 1000));

        bench.take(cutOff("u", 1, 1001, new Features(List.of(1.0), List.of("u"))))
                .take(cutOff("u", 1, 1002, new Features(List.of(1.0, Double.NaN), List.of("u"))));
        Outcome notEnded = cutOff("u", 1, 1003, null);
        notEnded.setEpisodeEnd(false);
        bench.take(notEnded);

        assertThat(bench.dead).extracting(DeadLetter::getReason).hasSize(3).containsOnly("invalid");
        assertThat(bench.dead).extracting(DeadLetter::getDetail).anyMatch(d -> d.startsWith("truncated: was true"));
    }

    @Test
    void aDecisionThatGivesNoTransitionIsStillWhatCameNext() {
        Decision deferred = step("u", 2, 1010);
        deferred.setDeferred(true);

        bench.take(step("u", 1, 1000)).take(deferred).take(step("u", 3, 1020)).take(end("u", 3, 1030));
        bench.tick(1300);

        assertThat(told()).containsExactly("1 r=0.0 d=0.9 next=2.0", "3 r=0.0 d=0.0 next=-");
        assertThat(bench.ledger().getDecisionsNotActivated()).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeWithItsNextSituationLeavesWithoutIt() {
        Decision big = step("u", 2, 1010);
        big.setSituation(Steps.situation(2, "x".repeat(500_000)));
        Decision first = step("u", 1, 1000);
        first.setSituation(Steps.situation(1, "x".repeat(500_000)));

        bench.take(first).take(big).take(end("u", 2, 1020)).tick(1300);

        assertThat(told()).containsExactly("1 r=0.0 d=0.9 next=- T", "2 r=0.0 d=0.0 next=-");
    }

    @Test
    void outcomesThatCameBeforeTheirDecisionEndItToo() {
        bench.take(end("u", 1, 1010)).tick(1020).take(step("u", 1, 1005)).tick(1105);

        assertThat(told()).containsExactly("1 r=0.0 d=0.0 next=-");
    }
}
