package dev.weir.systemtests.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutPhase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first experiment of every user: their own rule against a learner, over HTTP and a real broker. */
class RolloutLoopTest {
    private static final String YAML = """
            problem: %s
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [a, b]}
            default-action: from-request
            reward: {formula: click, window: PT1S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson, floor: 0.05}, publish: {every-transitions: 50}, seed: 3}}
            serve: baseline
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

    private static void playUntilItEnds(Loop loop, double a, double b) throws Exception {
        for (int i = 0; i < 60 && loop.phase() == RolloutPhase.RAMP; i++) {
            loop.batch(a, b);
        }
    }

    @Test
    void theLearnerBeatsTheRuleAndIsPromotedByItselfThenKilledByAPerson() throws Exception {
        try (Loop loop = new Loop(broker, folder, YAML.formatted("better"))) {
            assertThat(loop.batch(0.2, 0.5)).containsOnlyKeys("baseline a");
            loop.ask("try", "start", Map.of("challenger", "linear", "ramp", "10%:500,50%", "least-units", "100"));
            assertThat(loop.batch(0.2, 0.5)).containsKey("baseline a").containsKey("linear a");
            playUntilItEnds(loop, 0.2, 0.5);
            assertThat(loop.phase()).isEqualTo(RolloutPhase.PROMOTED);
            assertThat(RolloutDesk.history(loop.file()).entries())
                    .extracting(AuditEntry::getAction)
                    .containsExactly("start", "stage", "promote");
            eventually(loop, "linear b");

            loop.ask("try", "kill", Map.of());
            Map<String, Integer> after = loop.batch(0.2, 0.5);
            assertThat(after).containsOnlyKeys("baseline a");
            loop.ask("try", "rollback", Map.of());
            eventually(loop, "baseline a");
        }
    }

    /** The service reads the new state a moment later. */
    private static void eventually(Loop loop, String key) throws Exception {
        for (int i = 0; i < 20; i++) {
            if (loop.batch(0.2, 0.5).getOrDefault(key, 0) > Loop.BATCH / 2) {
                return;
            }
        }
        throw new AssertionError("never mostly " + key);
    }

    @Test
    void aRuleThatIsBetterStaysAndTheControllerSurvivesARestart() throws Exception {
        try (Loop loop = new Loop(broker, folder, YAML.formatted("worse"))) {
            // a version that knows little explores: half of what it does is the worse action
            loop.ask("try", "start", Map.of("challenger", "linear@0.0", "ramp", "50%", "least-units", "100"));
            for (int i = 0; i < 2; i++) {
                loop.batch(0.6, 0.1);
            }
            loop.restart();
            playUntilItEnds(loop, 0.6, 0.1);
            RolloutDesk.History history = RolloutDesk.history(loop.file());
            assertThat(history.state().getPhase()).isEqualTo(RolloutPhase.ROLLED_BACK);
            assertThat(history.entries()).extracting(AuditEntry::getAction).containsExactly("start", "rollback");
            assertThat(history.entries().get(1).getReason()).startsWith("reward is worse");
            eventually(loop, "baseline a");
        }
    }
}
