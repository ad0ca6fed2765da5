package dev.weir.systemtests.learner;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten times SIGKILL at random points, while transitions go on coming: the versions are what the log says, bit for bit, none
 * missing and none twice. Once for each way in which a learner's state survives.
 */
class LearnerSurvivesKillsTest {
    private static final int KILLS = 10;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"hook, {mode: every-commit}", "redo, '{mode: every-transitions, transitions: 1500}'"})
    void publishesWhatTheLogSaysAfterTenKills(String name, String checkpoint) throws Exception {
        long seed = System.nanoTime();
        System.out.println("LearnerSurvivesKillsTest " + name + ": seed " + seed);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KilledLearner learner = new KilledLearner(folder, yaml(name, checkpoint, broker.bootstrapServers()));
            learner.run(new Random(seed), KILLS, 1_500, 5_000, TransitionFeed::transition);
            learner.check();
        }
    }

    private static String yaml(String name, String checkpoint, String bootstrap) {
        return """
                problem: kills-%s
                features:
                  - {name: device, type: categorical, values: [phone, desktop]}
                  - {name: visits, type: numeric, size: 8}
                actions: {ids: [a, b, c, d]}
                default-action: a
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks:
                  linear:
                    algorithm: {name: linear}
                    exploration: {name: thompson, draws: 8}
                    publish: {every-transitions: 50}
                    checkpoint: %s
                    seed: 3
                kafka:
                  bootstrap.servers: "%s"
                  streams.consumer.session.timeout.ms: "1500"
                  streams.consumer.heartbeat.interval.ms: "300"
                """.formatted(name, checkpoint, bootstrap);
    }
}
