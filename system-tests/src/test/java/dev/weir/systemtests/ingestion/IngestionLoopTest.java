package dev.weir.systemtests.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.Ingestion;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.LateOutcome;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionLoopTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<DeadLetter> DEAD_LETTERS = Codec.of(DeadLetter.class);
    private static final Codec<LateOutcome> LATE = Codec.of(LateOutcome.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DECISIONS = 400;

    @TempDir
    Path folder;

    @Test
    void joinsEveryDecisionOnceThroughAStopInTheMiddleAndSaysWhatItCouldNotUse() {
        try (Stage stage = new Stage(folder.resolve("broker"), Problems.yaml("loop", "PT2S", 2))) {
            List<Decision> decisions = IntStream.range(0, DECISIONS)
                    .mapToObj(i -> Stage.decision(i % 37, i, Stage.T0 + 10 * i))
                    .toList();
            stage.tick(Stage.T0);
            decisions.subList(0, DECISIONS / 2).forEach(stage::decide);
            rubbish(stage);
            try (Ingestion first = start(stage, "state")) {
                stage.tick(Stage.T0 + 1500); // nothing closes yet
                stage.read(stage.file.topics().deadLetters(), PATIENCE, r -> r.size() >= 4);
                assertThat(first.failure()).isEmpty();
            }
            decisions.forEach(d -> stage.happen(Stage.outcome(d, "o", d.getTime() + 5, d.getRequestHash())));
            decisions.subList(DECISIONS / 2, DECISIONS).forEach(stage::decide);
            decisions.subList(0, 10).forEach(stage::decide); // again
            stage.tick(Stage.T0 + 60_000);
            stage.happen(Stage.outcome(decisions.get(0), "late", Stage.T0 + 3000, 7));
            stage.tick(Stage.T0 + 61_000);
            try (Ingestion second = start(stage, "state")) {
                Ledger a = ledger(stage, 0);
                Ledger b = ledger(stage, 1);
                assertThat(second.failure()).isEmpty();
                assertThat(a.getDecisionsJoined() + b.getDecisionsJoined()).isEqualTo(DECISIONS);
                assertThat(a.getDecisionsDuplicate() + b.getDecisionsDuplicate())
                        .isEqualTo(10);
                assertThat(a.getOutcomesInTransitions() + b.getOutcomesInTransitions())
                        .isEqualTo(DECISIONS + 1);
                assertThat(a.getOutcomesLate() + b.getOutcomesLate()).isEqualTo(1);
                assertThat(a.getDecisionsPending() + a.getOutcomesPending() + b.getOutcomesPending())
                        .isZero();
            }
            everyDecisionHasItsReward(stage);
            everythingElseIsNamed(stage, decisions.get(0));
        }
    }

    private Ingestion start(Stage stage, String state) {
        return Ingestion.start(stage.file, folder.resolve(state), new SimpleMeterRegistry());
    }

    private static void rubbish(Stage stage) {
        Decision d = Stage.decision(1, 1_000_000, Stage.T0);
        stage.send(stage.file.topics().decisions(), 0, null, Stage.T0, new byte[] {1, 2, 3});
        stage.send(
                stage.file.topics().outcomes(),
                1,
                null,
                Stage.T0,
                "{\"decision\": 7}".getBytes(StandardCharsets.UTF_8));
        stage.send(stage.file.topics().outcomes(), 0, "x", Stage.T0, Stage.DECISIONS.encode(d));
        d.setPropensity(2);
        stage.decide(d);
        String json = "{\"decision\": \"" + Stage.decision(0, 0, 0).getId() + "\", \"at\": " + (Stage.T0 + 1)
                + ", \"metrics\": {\"reward\": 1000}}";
        stage.send(stage.file.topics().outcomes(), 1, null, Stage.T0, json.getBytes(StandardCharsets.UTF_8));
        stage.flush();
    }

    private static Ledger ledger(Stage stage, int partition) {
        String source = "joiner-" + partition;
        List<ConsumerRecord<byte[], byte[]>> all = stage.read(
                stage.file.topics().transitions(),
                PATIENCE,
                r -> ticks(r, source).stream().anyMatch(t -> t.getTime() == Stage.T0 + 61_000));
        List<Tick> ticks = ticks(all, source);
        return ticks.get(ticks.size() - 1).getLedger();
    }

    private static List<Tick> ticks(List<ConsumerRecord<byte[], byte[]>> records, String source) {
        return records.stream()
                .filter(r -> RecordType.of(r.value()) == RecordType.TICK)
                .map(r -> Stage.TICKS.decode(r.value()))
                .filter(t -> t.getSource().equals(source))
                .toList();
    }

    private static void everyDecisionHasItsReward(Stage stage) {
        List<Transition> transitions =
                stage.read(stage.file.topics().transitions(), Duration.ofSeconds(2), r -> false).stream()
                        .filter(r -> RecordType.of(r.value()) == RecordType.TRANSITION)
                        .map(r -> TRANSITIONS.decode(r.value()))
                        .toList();
        assertThat(transitions).hasSize(DECISIONS);
        assertThat(transitions.stream().map(t -> t.getDecision().getId())).doesNotHaveDuplicates();
        assertThat(transitions).allSatisfy(t -> {
            long n = t.getDecision().getRequestHash();
            assertThat(t.getReward()).isEqualTo(n == 0 ? 1000 : n);
            assertThat(t.getClosedAt()).isEqualTo(t.getDecision().getTime() + 2000);
        });
    }

    private static void everythingElseIsNamed(Stage stage, Decision late) {
        List<DeadLetter> dead =
                stage.read(stage.file.topics().deadLetters(), Duration.ofSeconds(1), r -> false).stream()
                        .map(r -> DEAD_LETTERS.decode(r.value()))
                        .toList();
        assertThat(dead)
                .extracting(DeadLetter::getReason)
                .containsExactlyInAnyOrder("undecodable", "invalid", "wrong-type", "invalid");
        assertThat(stage.read(stage.file.topics().lateOutcomes(), PATIENCE, r -> !r.isEmpty()))
                .singleElement()
                .satisfies(r -> {
                    LateOutcome l = LATE.decode(r.value());
                    assertThat(l.getOutcome().getDecision()).isEqualTo(late.getId());
                    assertThat(l.getRewardThen()).isEqualTo(1000.0);
                    assertThat(l.getRewardWith()).isEqualTo(1007.0);
                });
    }
}
