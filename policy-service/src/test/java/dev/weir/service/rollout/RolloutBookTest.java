package dev.weir.service.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.UnitId;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.rollout.Assignment;
import dev.weir.schemas.wire.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RolloutBookTest {
    private static final ProblemFile FILE = ProblemFiles.parse("""
            problem: rolled
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: click, window: PT1S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}, seed: 3}}
            serve: baseline
            """);

    private static final double SERVES_B = 0.5;
    private static final Codec<RolloutState> STATES = Codec.of(RolloutState.class);

    private final List<RolloutState> states = new ArrayList<>();
    private final List<AuditEntry> entries = new ArrayList<>();
    private final Map<String, UnitRecord> units = new HashMap<>();
    private final InMemory stored = new InMemory();
    private RolloutBook book = open();
    private long commands;
    private long time = 1_000;
    private String greedy = "b";

    private RolloutBook open() {
        return new RolloutBook(FILE, stored, new RolloutBook.Output() {
            @Override
            public void state(RolloutState state) {
                states.add(STATES.decode(STATES.encode(state)));
            }

            @Override
            public void audit(AuditEntry entry) {
                entries.add(entry);
            }
        });
    }

    private final class InMemory implements UnitBook {
        private final TreeMap<String, String> due = new TreeMap<>();

        @Override
        public UnitRecord get(String unit) {
            return units.get(unit);
        }

        @Override
        public void put(String unit, UnitRecord record) {
            units.put(unit, record);
            String key = String.format("%016x/%s", record.first(), unit);
            if (record.matured()) {
                due.remove(key);
            } else {
                due.put(key, unit);
            }
        }

        @Override
        public List<String> due(long first, int most) {
            return due.headMap(String.format("%016x", Math.max(0, first + 1))).values().stream()
                    .limit(most)
                    .toList();
        }

        @Override
        public void clear() {
            units.clear();
            due.clear();
        }
    }

    private void ask(String command, String... arguments) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            all.put(arguments[i], arguments[i + 1]);
        }
        book.command(commands++, new RolloutCommand("try", command, "ada", "because", time, all));
    }

    private RolloutState last() {
        return states.get(states.size() - 1);
    }

    /** A new unit decides once; its reward is 1 with this probability, by variant. */
    private void unit(int i, double control, double challenger) {
        String name = "unit-" + i;
        Assignment assignment = Objects.requireNonNull(Assignment.of(last(), new UnitId(name)));
        boolean tried = assignment.variant().equals(last().getChallenger());
        Decision decision = Decision.newBuilder()
                .setId(name)
                .setTime(time)
                .setUnit(name)
                .setAction("a")
                .setPropensity(1)
                .setPmf(List.of(1.0, 0.0))
                .setSituation(new Situation(new Features(List.of(), List.of()), null, null))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant(assignment.variant())
                .setBucket(assignment.bucket())
                .setShare(assignment.share())
                .build();
        if (Assignment.shadowed(last(), new UnitId(name))) {
            int place = CounterRandom.uniform(8, 8, i) < SERVES_B ? 1 : 0;
            decision.setAction(place == 1 ? "b" : "a");
            decision.setPropensity(place == 1 ? SERVES_B : 1 - SERVES_B);
            decision.setPmf(List.of(1 - SERVES_B, SERVES_B));
            decision.setBaselineAction("a");
            decision.setShadow(
                    new Shadow(last().getSalt(), "linear", "b", greedy, List.of(0.1, 0.9), 0.5, 0.5, "linear", 0, 1L));
            tried = place == 1;
        }
        double reward = CounterRandom.uniform(9, 9, i) < (tried ? challenger : control) ? 1 : 0;
        time += 10;
        book.transition(new Transition(decision, time, false, List.of(), reward, 0.0, null, false));
        if (i % 10 == 0) {
            book.tick(time);
        }
    }

    private int playShadow(int from, int most, double served, double candidate) {
        for (int i = from; i < from + most; i++) {
            if (last().getPhase() != RolloutPhase.SHADOW) {
                return i;
            }
            unit(i, served, candidate);
        }
        return from + most;
    }

    private int play(int from, int most, double control, double challenger) {
        for (int i = from; i < from + most; i++) {
            if (last().getPhase() != RolloutPhase.RAMP) {
                return i;
            }
            unit(i, control, challenger);
        }
        return from + most;
    }

    @Test
    void aBetterChallengerGoesThroughTheStagesAndIsPromoted() {
        ask("start", "challenger", "linear", "ramp", "1%:1000,10%:1000,50%");
        assertThat(last().getShares()).containsEntry("linear", 0.01).containsEntry("baseline", 0.99);
        int ended = play(0, 20_000, 0.3, 0.4);
        assertThat(ended).isGreaterThan(2000);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.PROMOTED);
        assertThat(last().getShares()).containsEntry("linear", 1.0);
        assertThat(states).extracting(RolloutState::getStage).contains(0, 1, 2);
        assertThat(entries).extracting(AuditEntry::getAction).containsExactly("start", "stage", "stage", "promote");
        AuditEntry promoted = entries.get(3);
        assertThat(promoted.getBy()).isEqualTo("controller");
        assertThat(promoted.getReason()).startsWith("reward is better: effect 0.");
        assertThat(promoted.getNumbers()).containsKeys("reward, effect at least", "units", "share of linear");
        assertThat(Assignment.of(last(), new UnitId("anyone")).variant()).isEqualTo("linear");
    }

    @Test
    void aWorseOneIsRolledBackAndAManualOneWaitsForAPerson() {
        ask("start", "challenger", "linear", "ramp", "50%");
        play(0, 20_000, 0.4, 0.3);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(Assignment.of(last(), new UnitId("anyone")).variant()).isEqualTo("baseline");

        book = open();
        ask("start", "challenger", "linear", "ramp", "50%", "promote", "manual", "holdout", "10%");
        play(0, 20_000, 0.3, 0.4);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.HELD);
        assertThat(last().getReason()).startsWith("waits for a person to promote");
        ask("promote");
        assertThat(last().getShares()).containsEntry("linear", 0.9);
        assertThat(entries.get(entries.size() - 1).getBy()).isEqualTo("ada");
    }

    @Test
    void goesOnTheSameAfterEveryRestart() {
        ask("start", "challenger", "linear", "ramp", "5%:500,50%");
        int ended = play(0, 20_000, 0.3, 0.4);

        RolloutBookTest other = new RolloutBookTest();
        other.ask("start", "challenger", "linear", "ramp", "5%:500,50%");
        for (int i = 0; i < ended; i++) {
            other.play(i, 1, 0.3, 0.4);
            if (i % 97 == 0) {
                other.restart();
            }
        }
        assertThat(other.last()).isEqualTo(last());
    }

    private void restart() {
        Running saved = Objects.requireNonNull(book.running());
        long at = book.logTime();
        book = open();
        book.resume(saved.start, STATES.decode(STATES.encode(saved.state)), saved.counted(), at);
    }

    @Test
    void aUnitWhoseVariantAPersonSetGetsItAndIsNotCounted() {
        ask("start", "challenger", "linear", "ramp", "50%", "override:ada", "linear");
        Assignment ada = Objects.requireNonNull(Assignment.of(last(), new UnitId("ada")));
        assertThat(ada.variant()).isEqualTo("linear");
        assertThat(ada.overridden()).isTrue(); // logged without a share, by which the book leaves it out
        ask("rollback");
        ask("start", "challenger", "linear", "override:ada", "quadratic");
        assertThat(entries.get(entries.size() - 1).getReason()).contains("take another name");
    }

    @Test
    void refusesWhatCannotBe() {
        ask("pause");
        ask("start", "challenger", "quadratic");
        ask("start", "challenger", "linear", "ramp", "50%:10,1%");
        ask("start", "challenger", "linear", "speed", "high");
        assertThat(states).isEmpty();
        ask("start", "challenger", "linear");
        ask("start", "challenger", "linear");
        ask("resume");
        assertThat(entries)
                .extracting(AuditEntry::getAction)
                .containsExactly(
                        "refused pause",
                        "refused start",
                        "refused start",
                        "refused start",
                        "start",
                        "refused start",
                        "refused resume");
        assertThat(entries.get(1).getReason())
                .isEqualTo("challenger must be baseline, a track (one of [linear]) or a"
                        + " version of one like linear@0.12, was 'quadratic'");
        assertThat(entries.get(2).getReason()).startsWith("ramp must be stages");
    }

    @Test
    void aKilledOneLeavesNobodyInTheTrialAndAPausedOneCountsNothing() {
        ask("start", "challenger", "linear", "ramp", "50%");
        play(0, 100, 0.5, 0.5);
        ask("pause");
        double before = last().getNumbers().get("units");
        for (int i = 100; i < 200; i++) {
            unit(i, 0.5, 0.5);
        }
        ask("resume");
        assertThat(last().getNumbers()).containsEntry("units", before);
        ask("kill");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.KILLED);
        assertThat(last().getCommands()).isEqualTo(4);
        assertThat(last().getShares()).containsEntry("linear", 0.0);
    }

    private AuditEntry lastEntry() {
        return entries.get(entries.size() - 1);
    }

    @Test
    void aShadowServesNobodyIsScoredAndGoesOverIntoTheRamp() {
        ask("start", "challenger", "linear", "shadow", "100%:1500", "after-shadow", "better", "ramp", "5%:500,50%");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.SHADOW);
        assertThat(last().getShares()).containsEntry("linear", 0.0);
        assertThat(last().getShadow()).isEqualTo(1);
        assertThat(Objects.requireNonNull(Assignment.of(last(), new UnitId("any")))
                        .variant())
                .isEqualTo("baseline");
        int ended = playShadow(0, 5000, 0.2, 0.4);
        assertThat(ended).isBetween(1500, 1700);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(last().getStage()).isZero();
        assertThat(last().getShadow()).isZero();
        assertThat(last().getReason()).startsWith("stage 1 of 2; the candidate is better");
        // it does b in 9 of 10, which earns .4
        assertThat(last().getNumbers().get("shadow, reward by dr, at least")).isBetween(0.25, 0.38);
        assertThat(last().getNumbers().get("shadow, reward by dr, at most")).isBetween(0.38, 0.5);
        assertThat(last().getNumbers()).containsEntry("shadow, agreement with the rule", 0.0);
        play(ended, 20_000, 0.2, 0.4);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.PROMOTED);
        assertThat(entries).extracting(AuditEntry::getAction).containsExactly("start", "stage", "stage", "promote");
    }

    @Test
    void anApprenticeGoesOnUntilItAgreesWithTheRule() {
        ask("start", "challenger", "linear", "shadow", "100%:200", "after-shadow", "matched", "match", "90%");
        int unmatched = playShadow(0, 700, 0.3, 0.3);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.SHADOW);
        assertThat(last().getReason()).startsWith("agrees with the rule in 0.0 % of the newest decisions, of 90.0 %");
        greedy = "a";
        int matched = playShadow(unmatched, 1000, 0.3, 0.3);
        assertThat(matched - unmatched).isBetween(200, 420);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(entries).extracting(AuditEntry::getAction).containsExactly("start", "stage");
    }

    @Test
    void aShadowThatIsWorseIsRolledBackBeforeAnybodyWasServed() {
        ask("start", "challenger", "linear", "shadow", "100%:5000");
        playShadow(0, 6000, 0.5, 0.2);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.ROLLED_BACK);
        assertThat(last().getReason()).startsWith("the candidate is worse");
        assertThat(last().getShares()).containsEntry("linear", 0.0);
    }

    @Test
    void aShadowGoesOnTheSameAfterEveryRestartAndAfterAHoldForAsManyUnitsAgain() {
        String[] plan = {"challenger", "linear", "shadow", "100%:400", "after-shadow", "wait"};
        ask("start", plan);
        int ended = playShadow(0, 5000, 0.3, 0.3);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.HELD);
        assertThat(last().getReason()).startsWith("waits for a person to begin the ramp");
        ask("promote"); // a shadow has served nobody
        assertThat(lastEntry().getReason()).contains("promote --stage");
        ask("resume");
        int again = playShadow(ended, 5000, 0.3, 0.3);
        assertThat(again - ended).isBetween(400, 420);

        RolloutBookTest other = new RolloutBookTest();
        other.ask("start", plan);
        for (int i = 0; i < ended; i++) {
            other.playShadow(i, 1, 0.3, 0.3);
            if (i % 97 == 0) {
                other.restart();
            }
        }
        other.ask("promote");
        other.ask("resume");
        for (int i = ended; i < again; i++) {
            other.playShadow(i, 1, 0.3, 0.3);
            if (i % 97 == 0) {
                other.restart();
            }
        }
        assertThat(other.last()).isEqualTo(last());
        ask("promote", "stage", "next");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(last().getShares()).containsEntry("linear", 0.01);
    }

    @Test
    void aStageWaitsForANamedPersonAndOnlyThatPersonBeginsIt() {
        ask("start", "challenger", "linear", "ramp", "10%:500,50%", "approve", "2", "approvers", "bob");
        play(0, 900, 0.3, 0.3);
        assertThat(last().getStage()).isZero();
        assertThat(entries).extracting(AuditEntry::getAction).containsExactly("start", "wait");
        assertThat(lastEntry().getReason()).startsWith("waits for one of [bob] to begin stage 2 of 2");
        ask("promote", "stage", "next");
        assertThat(lastEntry().getReason()).contains("approvers [bob], was 'ada'");
        book.command(
                commands++, new RolloutCommand("try", "promote", "bob", "looks good", time, Map.of("stage", "next")));
        assertThat(last().getStage()).isEqualTo(1);
        assertThat(last().getShares()).containsEntry("linear", 0.5);
        assertThat(lastEntry().getBy()).isEqualTo("bob");
    }

    @Test
    void nothingIsGivenToTheChallengerInAQuietTimeButItIsRolledBack() {
        String always = "1970-01-01T00:00Z/1971-01-01T00:00Z";
        ask("start", "challenger", "linear", "ramp", "10%:500,50%", "quiet", always);
        play(0, 6000, 0.3, 0.5);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(last().getStage()).isZero();
        ask("rollback");
        book = open();
        ask("start", "challenger", "linear", "ramp", "50%", "quiet", always);
        play(6000, 20_000, 0.5, 0.3);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.ROLLED_BACK);
    }

    @Test
    void aGateThatDidNotHoldOrThatNobodyAskedLetsNothingBeginAndIsInTheAudit() {
        ask("start", "challenger", "linear", "gate", "better");
        assertThat(lastEntry().getReason()).startsWith("nobody has asked the log whether lower(dr, challenger)");
        ask(
                "start",
                "challenger",
                "linear",
                "gate",
                "better",
                "gate:held",
                "false",
                "gate:said",
                "0.2 > 0.3 no",
                "gate:linear, dr",
                "0.25");
        assertThat(lastEntry().getAction()).isEqualTo("refused start");
        assertThat(lastEntry().getReason()).isEqualTo("0.2 > 0.3 no");
        assertThat(lastEntry().getNumbers()).containsEntry("gate:linear, dr", "0.25");
        assertThat(states).isEmpty();
        ask(
                "start",
                "challenger",
                "linear",
                "gate",
                "better",
                "gate:held",
                "true",
                "gate:said",
                "0.4 > 0.3",
                "gate:linear, dr",
                "0.45");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(lastEntry().getReason()).isEqualTo("because; 0.4 > 0.3");
        assertThat(lastEntry().getNumbers()).containsEntry("gate:linear, dr", "0.45");
    }

    @Test
    void aDraftChangesNothingUntilItIsStarted() {
        ask("draft", "challenger", "linear", "ramp", "20%:100,50%");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.DRAFT);
        assertThat(Assignment.of(last(), new UnitId("anyone"))).isNull();
        ask("start");
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.RAMP);
        assertThat(last().getShares()).containsEntry("linear", 0.2);
        assertThat(entries).extracting(AuditEntry::getAction).containsExactly("draft", "start");
    }

    @Test
    void rewardsWithinKnownBoundsAreJudgedByBetting() {
        ask("start", "challenger", "linear", "ramp", "50%", "bounds", "0..1");
        play(0, 200, 0.3, 0.5);
        restart();
        play(200, 20_000, 0.3, 0.5);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.PROMOTED);
        ask("rollback");
        book = open();
        ask("start", "challenger", "linear", "ramp", "50%", "bounds", "2..3");
        play(0, 700, 0.3, 0.5);
        assertThat(last().getPhase()).isEqualTo(RolloutPhase.HELD);
        assertThat(last().getReason()).startsWith("bounds do not hold");
    }
}
