package dev.weir.systemtests.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop on the embedded broker. */
class EmbeddedLoopTest {
    @TempDir
    Path folder;

    @Test
    void learnsWhatToShowAndRebuildsTheSameBytes() throws Exception {
        LoopOnBroker.assertLearned(LoopOnBroker.play("translation", 1000, 100, 31, null, folder), 1000);
    }

    @Test
    void learnsWhatToOrderAndRebuildsTheSameBytes() throws Exception {
        LoopOnBroker.assertLearned(LoopOnBroker.play("newsvendor", 1000, 100, 32, null, folder), 1000);
    }

    /** One decision at a time leaves nothing to chance: another broker, another run, the same bytes. */
    @Test
    void givesTheSameBytesTwice() throws Exception {
        Map<String, Object> once = LoopOnBroker.play("newsvendor", 30, 1, 33, null, folder);
        Map<String, Object> twice = LoopOnBroker.play("newsvendor", 30, 1, 33, null, folder);

        assertThat(LoopOnBroker.sha256(twice))
                .isEqualTo(LoopOnBroker.sha256(once))
                .hasSize(64);
        assertThat(twice.get("versions")).isEqualTo(31L);
        assertThat(twice.get("meanReward")).isEqualTo(once.get("meanReward"));
    }

    /** A chain of shops waits for each period's version before it decides again: nothing is left to chance either. */
    @Test
    void shopsGiveTheSameBytesTwiceThoughTheyDecideInBatches() throws Exception {
        Map<String, Object> once = LoopOnBroker.play("inventory", 1000, 10, 34, null, folder);
        Map<String, Object> twice = LoopOnBroker.play("inventory", 1000, 10, 34, null, folder);

        LoopOnBroker.assertConserved(once, 1000);
        assertThat(LoopOnBroker.sha256(twice))
                .isEqualTo(LoopOnBroker.sha256(once))
                .hasSize(64);
        assertThat(twice.get("meanReward")).isEqualTo(once.get("meanReward"));
        assertThat((double) once.get("exactCostOfLastVersion")).isPositive();
    }

    @Test
    void brokerKeepsItsLogAndIsReadyWithinFiveSeconds() {
        EmbeddedBroker.start(folder.resolve("broker"), 0).close(); // classes are loaded now, as in any second start
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
        System.out.printf(
                "EmbeddedLoopTest: broker started and stopped in %.1f s%n", (System.nanoTime() - start) / 1e9);
    }
}
