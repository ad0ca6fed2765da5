package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JoinerPropertyTest {
    private static final int EVENTS = 3000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 24);
    }

    /** Every sixth seed another aggregate; every second one without a default; some learn at arrival. */
    private static JoinRules rules(long seed) {
        boolean arrival = seed % 3 == 0;
        Aggregate aggregate = arrival ? Aggregate.FIRST : Aggregate.values()[(int) (seed % 6)];
        return Bench.rules(aggregate, arrival || seed % 2 == 0 ? Double.NaN : -1, arrival);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everythingThatCameInIsAccountedForAfterEveryRecord(long seed) {
        Bench bench = new Bench(rules(seed));

        RandomEvents.of(seed, EVENTS).forEach(bench::take); // the bench checks the sums after each one
        bench.tick(1_000_000);

        assertThat(bench.ledger().getDecisionsPending() + bench.ledger().getOutcomesPending())
                .isZero();
        assertThat(bench.transitions).hasSize((int) bench.ledger().getDecisionsJoined());
        assertThat(bench.late).hasSize((int)
                (bench.ledger().getOutcomesLate() + bench.ledger().getOutcomesSuperseded()));
        assertThat(bench.transitions.size()).isGreaterThan(20);
        bench.assertForgotten();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsSentDoesNotShowWhenStateWasFlushedNorThatItWasKilled(long seed) {
        List<Event> events = RandomEvents.of(seed, EVENTS);
        Bench undisturbed = new Bench(rules(seed));
        events.forEach(undisturbed::take);
        SplittableRandom random = new SplittableRandom(seed);
        Bench bench = new Bench(rules(seed), 2000 * (seed % 3)); // room for none, for few, for some
        int flushed = 0;
        int sent = 0;
        MemoryTable entries = bench.entries.copy();
        MemoryTable former = entries;
        MemoryTable journal = bench.journal.copy();
        MemoryTable agenda = bench.agenda.copy();
        int kills = 0;
        for (int i = 0; i < events.size(); i++) {
            bench.take(events.get(i));
            int fate = random.nextInt(40);
            if (fate < 3) {
                bench.flush();
                flushed = i + 1;
                sent = bench.sent.size();
                former = entries;
                entries = bench.entries.copy();
                journal = bench.journal.copy();
                agenda = bench.agenda.copy();
            } else if (fate == 3) {
                kills++;
                MemoryTable left = switch (random.nextInt(3)) {
                    case 0 -> new MemoryTable(); // lost
                    case 1 -> former.copy(); // of an earlier flush
                    default -> entries.copy();
                };
                bench.restoreTo(left, journal.copy(), agenda.copy());
                bench.sent.subList(sent, bench.sent.size()).clear();
                i = flushed - 1;
            }
        }

        assertThat(kills).isGreaterThan(20);
        assertThat(bench.sent).isEqualTo(undisturbed.sent);
        assertThat(bench.ledger()).isEqualTo(undisturbed.ledger());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatArrivesBetweenTwoTicksMayArriveInAnyOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> events = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            long time = 1000 + random.nextInt(50);
            events.add(Events.at(Events.decision(n, time)));
            for (int o = random.nextInt(5); o > 0; o--) {
                long at = time + random.nextInt((int) Bench.WINDOW);
                events.add(Events.at(Events.outcome(n, "o" + o, at, random.nextInt(-50, 50))));
            }
        }
        Aggregate aggregate = Aggregate.values()[(int) (seed % 6)];

        List<String> expected = sent(aggregate, events);
        Collections.shuffle(events, new Random(seed));

        assertThat(sent(aggregate, events)).isEqualTo(expected);
    }

    private static List<String> sent(Aggregate aggregate, List<Event> events) {
        Bench bench = new Bench(Bench.rules(aggregate, 0, false)).tick(1099);
        events.forEach(bench::take);
        return bench.tick(2000).sent;
    }
}
