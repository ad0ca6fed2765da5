package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpisodesPropertyTest {
    private static final int UNITS = 12;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theTransitionsAreTheSameInWhateverOrderEverythingArrives(long seed) {
        Bench one = played(RandomEpisodes.of(seed, 1, UNITS));
        Bench other = played(RandomEpisodes.of(seed, 1000 + seed, UNITS));

        assertThat(one.dead)
                .as("of those that end what was forgotten long ago")
                .extracting(DeadLetter::getReason)
                .containsOnly("orphan");
        assertThat(told(one)).containsExactlyElementsOf(told(other));
        assertThat(one.ledger().getDecisionsPending() + one.ledger().getOutcomesPending())
                .isZero();
        assertThat((long) one.transitions.size())
                .isEqualTo(one.ledger().getDecisionsIn())
                .isGreaterThan(200);
        assertThat(one.ledger().getOutcomesInTransitions())
                .isEqualTo(other.ledger().getOutcomesInTransitions());
        assertThat(one.ledger().getGaps()).isEqualTo(other.ledger().getGaps());
        assertThat(one.ledger().getTimeouts()).isEqualTo(other.ledger().getTimeouts());
        assertThat(List.of(one.ledger().getGaps(), one.ledger().getTimeouts())).allMatch(n -> n > 0);
        one.assertForgotten();
        other.assertForgotten();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void oneUnitsTransitionsLeaveInOrderOfItsStepsAndFitTogether(long seed) {
        Map<String, Transition> last = new HashMap<>();
        for (Transition t : played(RandomEpisodes.of(seed, seed, UNITS)).transitions) {
            Transition before = last.put(t.getDecision().getUnit(), t);
            if (before != null) {
                long step = before.getDecision().getStep();
                assertThat(t.getDecision().getStep()).isGreaterThan(step);
                boolean continues = before.getDiscount() > 0 && !before.getTruncated();
                if (continues) {
                    assertThat(t.getDecision().getStep()).isEqualTo(step + 1);
                    assertThat(before.getNext()).isEqualTo(t.getDecision().getSituation());
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsSentDoesNotShowWhenStateWasFlushedNorThatItWasKilled(long seed) {
        List<Event> events = disorder(seed);
        Bench undisturbed = played(events);
        SplittableRandom random = new SplittableRandom(seed);
        Bench bench = new Bench(Bench.episodic(), 2000 * (seed % 3));
        MemoryTable journal = bench.journal.copy();
        MemoryTable agenda = bench.agenda.copy();
        MemoryTable entries = bench.entries.copy();
        int flushed = 0;
        int sent = 0;
        for (int i = 0; i < events.size(); i++) {
            bench.take(events.get(i));
            int fate = random.nextInt(40);
            if (fate < 3) {
                bench.flush();
                flushed = i + 1;
                sent = bench.sent.size();
                entries = bench.entries.copy();
                journal = bench.journal.copy();
                agenda = bench.agenda.copy();
            } else if (fate == 3) {
                MemoryTable left = random.nextBoolean() ? new MemoryTable() : entries.copy();
                bench.restoreTo(left, journal.copy(), agenda.copy());
                bench.sent.subList(sent, bench.sent.size()).clear();
                i = flushed - 1;
            }
        }

        assertThat(bench.sent).isEqualTo(undisturbed.sent);
        assertThat(bench.ledger()).isEqualTo(undisturbed.ledger());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesIsAccountedForAndNoStepLeavesTwiceNorAfterALaterOne(long seed) {
        Bench bench = played(disorder(seed));
        bench.tick(10_000_000);

        Ledger ledger = bench.ledger();
        assertThat(ledger.getDecisionsPending() + ledger.getOutcomesPending()).isZero();
        assertThat(bench.transitions).hasSize((int) ledger.getDecisionsJoined());
        Map<String, Long> last = new HashMap<>();
        TreeSet<String> ids = new TreeSet<>();
        for (Transition t : bench.transitions) {
            assertThat(ids.add(t.getDecision().getId())).isTrue();
            Long before = last.put(t.getDecision().getUnit(), t.getDecision().getStep());
            assertThat(t.getDecision().getStep()).isGreaterThan(before == null ? -1 : before);
        }
        bench.assertForgotten();
    }

    /** Arrivals that keep nothing that ticks promise: far too late, far too early, twice. */
    private static List<Event> disorder(long seed) {
        List<Event> events = RandomEpisodes.of(seed, seed, UNITS);
        SplittableRandom random = new SplittableRandom(-seed);
        for (int n = events.size() / 10; n > 0; n--) {
            Event moved = events.get(random.nextInt(events.size()));
            events.add(random.nextInt(events.size()), moved);
        }
        return events;
    }

    private static Bench played(List<Event> events) {
        Bench bench = Bench.chaining();
        events.forEach(bench::take);
        return bench;
    }

    private static List<String> told(Bench bench) {
        return bench.transitions.stream()
                .map(t -> t.getDecision().getUnit() + " " + Steps.told(t) + " " + t.getContributions())
                .sorted()
                .toList();
    }
}
