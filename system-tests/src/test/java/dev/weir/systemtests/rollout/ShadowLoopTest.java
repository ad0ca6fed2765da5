package dev.weir.systemtests.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Shadow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate beside what is served, over HTTP and a real broker: logged, scored, never served. */
class ShadowLoopTest {
    private static final String YAML = """
            problem: %s
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [a, b]}
            default-action: from-request
            reward: {formula: click, window: PT1S, if-none: 0}
            tracks:
              explorer: {algorithm: {name: linear}, exploration: {name: thompson, floor: 0.6}, publish: {every-transitions: 50}, seed: 3}
              greedy: {algorithm: {name: linear}, exploration: {name: epsilon-greedy, floor: 0.02}, publish: {every-transitions: 50}, seed: 4}
              apprentice: {learns: rule, algorithm: {name: linear}, exploration: {name: epsilon-greedy, floor: 0}, publish: {every-transitions: 50}, seed: 5}
            serve: %s
            time: {source: driver}
            """;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static void playWhile(Loop loop, RolloutPhase phase) throws Exception {
        for (int i = 0; i < 40 && loop.phase() == phase; i++) {
            assertThat(loop.batch(0.2, 0.5).keySet())
                    .as("a shadow is never served, up to the batch in which the ramp begins")
                    .noneMatch(key -> phase == RolloutPhase.SHADOW
                            && key.startsWith("greedy")
                            && loop.phase() == RolloutPhase.SHADOW);
        }
    }

    @Test
    void aDraftIsStartedScoredBesideWhatIsServedAndThenRamped() throws Exception {
        try (Loop loop = new Loop(broker, folder, YAML.formatted("beside", "explorer"))) {
            loop.batch(0.2, 0.5);
            loop.ask(
                    "try",
                    "draft",
                    Map.of("challenger", "greedy", "shadow", "100%:600", "ramp", "50%", "after-shadow", "better"));
            assertThat(loop.phase()).isEqualTo(RolloutPhase.DRAFT);
            assertThat(loop.batch(0.2, 0.5)).isNotEmpty();
            assertThat(loop.decisions()).allMatch(d -> d.getShadow() == null);

            loop.ask("try", "start", Map.of());
            assertThat(loop.phase()).isEqualTo(RolloutPhase.SHADOW);
            playWhile(loop, RolloutPhase.SHADOW);
            RolloutState state = loop.state();
            assertThat(state.getPhase()).as(state.getReason()).isEqualTo(RolloutPhase.RAMP);
            assertThat(state.getReason()).contains("the candidate is better");

            List<Decision> shadowed =
                    loop.decisions().stream().filter(d -> d.getShadow() != null).toList();
            assertThat(shadowed).hasSizeGreaterThanOrEqualTo(600);
            for (Decision d : shadowed) {
                Shadow shadow = Objects.requireNonNull(d.getShadow());
                assertThat(d.getVariant()).isEqualTo("explorer");
                assertThat(shadow.getVariant()).isEqualTo("greedy");
                assertThat(shadow.getPmf().stream().mapToDouble(x -> x).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
            }
            // what it would have earned: b clicks in one of two, and it does b but for its floor
            AuditEntry stage = RolloutDesk.history(loop.file()).entries().stream()
                    .filter(e -> e.getAction().equals("stage"))
                    .findFirst()
                    .orElseThrow();
            Map<String, String> numbers = stage.getNumbers();
            assertThat(Double.parseDouble(numbers.get("shadow, reward by dr, at least")))
                    .isBetween(0.3, 0.497);
            assertThat(Double.parseDouble(numbers.get("shadow, reward by dr, at most")))
                    .isBetween(0.497, 0.7);
            assertThat(numbers).containsKeys("shadow, reward by snips, at least", "shadow, gain by dr, at least");
            assertThat(Double.parseDouble(numbers.get("shadow, agreement with the rule")))
                    .isLessThan(0.3); // the rule does a
        }
    }

    @Test
    void besideARuleThatNeverVariesNothingIsPromisedAndAPersonIsWaitedFor() throws Exception {
        try (Loop loop = new Loop(broker, folder, YAML.formatted("rule", "baseline"))) {
            loop.batch(0.2, 0.5);
            loop.ask("try", "start", Map.of("challenger", "greedy", "shadow", "50%:200", "ramp", "10%:100,50%"));
            loop.batch(0.2, 0.5);
            loop.restart();
            playWhile(loop, RolloutPhase.SHADOW);
            RolloutState state = loop.state();
            assertThat(state.getPhase()).isEqualTo(RolloutPhase.HELD);
            assertThat(state.getReason()).startsWith("cannot promise").contains("is never served");
            assertThat(state.getWords()).singleElement().asString().startsWith("cannot promise");
            assertThat(loop.batch(0.2, 0.5)).containsOnlyKeys("baseline a");
            long shadowed =
                    loop.decisions().stream().filter(d -> d.getShadow() != null).count();
            long all = loop.decisions().size();
            assertThat((double) shadowed / all).isBetween(0.2, 0.55);

            loop.ask("try", "promote", Map.of("stage", "next"));
            assertThat(loop.phase()).isEqualTo(RolloutPhase.RAMP);
            for (int i = 0; i < 20; i++) {
                if (loop.batch(0.2, 0.5).keySet().stream().anyMatch(key -> key.startsWith("greedy"))) {
                    return;
                }
            }
            throw new AssertionError("the ramp never began");
        }
    }

    @Test
    void aGateAsksTheLogAndIsRefusedOrOpensWithTheNumbersInTheAudit() throws Exception {
        String always = YAML.replace("floor: 0.6", "floor: 0.999"); // a log whose propensities hardly move is believed
        try (Loop loop = new Loop(broker, folder, always.formatted("gated", "explorer"))) {
            for (int i = 0; i < 12; i++) {
                loop.batch(0.2, 0.5);
            }
            Map<String, String> plan = Map.of("challenger", "greedy", "control", "baseline", "gate", "lower(dr) > 0.9");
            RolloutDesk.Answer refused = loop.answer("high", "start", plan);
            assertThat(refused.done()).isFalse();
            assertThat(refused.entry().getAction()).isEqualTo("refused start");
            assertThat(refused.entry().getReason()).contains("lower(dr) > 0.9").contains("DOES NOT HOLD");
            assertThat(refused.entry().getNumbers()).containsKeys("gate:greedy, dr, at least", "gate:baseline, dr");
            assertThat(loop.state()).isNull();

            RolloutDesk.Answer opened = loop.answer(
                    "better", "start", Map.of("challenger", "greedy", "control", "baseline", "gate", "better"));
            assertThat(opened.done()).as(opened.entry().getReason()).isTrue();
            assertThat(opened.entry().getReason()).contains("lower(dr, greedy) > value(dr, baseline)");
            Map<String, String> numbers = opened.entry().getNumbers();
            // b clicks in one of two and the rule's a in one of five
            assertThat(Double.parseDouble(numbers.get("gate:greedy, dr, at least")))
                    .isBetween(0.35, 0.55);
            assertThat(Double.parseDouble(numbers.get("gate:baseline, dr"))).isBetween(0.1, 0.3);
            assertThat(loop.phase()).isEqualTo(RolloutPhase.RAMP);
        }
    }

    @Test
    void anApprenticeImitatesTheRuleUntilItIsMatchedAndThenServesNothingElse() throws Exception {
        try (Loop loop = new Loop(broker, folder, YAML.formatted("imitated", "baseline"))) {
            for (int i = 0; i < 3; i++) {
                loop.batch(0.2, 0.5);
            }
            loop.ask(
                    "try",
                    "start",
                    Map.of("challenger", "apprentice", "shadow", "100%:300", "after-shadow", "matched", "ramp", "50%"));
            for (int i = 0; i < 40 && loop.phase() == RolloutPhase.SHADOW; i++) {
                loop.batch(0.2, 0.5);
            }
            RolloutState state = loop.state();
            assertThat(state.getPhase()).as(state.getReason()).isEqualTo(RolloutPhase.RAMP);
            assertThat(state.getNumbers().get("shadow, agreement with the rule"))
                    .isGreaterThanOrEqualTo(0.95);
            for (int i = 0; i < 20 && !served(loop, "apprentice"); i++) {
                loop.batch(0.2, 0.5);
            }
            assertThat(served(loop, "apprentice")).isTrue();
            assertThat(loop.decisions())
                    .allSatisfy(d -> assertThat(d.getAction()).isEqualTo(d.getBaselineAction()));
        }
    }

    private static boolean served(Loop loop, String variant) {
        return loop.decisions().stream().anyMatch(d -> d.getVariant().equals(variant));
    }
}
