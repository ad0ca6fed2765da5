package dev.weir.systemtests.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGKILL at random points of DQN with replay, n-step returns and prioritised sampling, and with a replay that lies in the
 * store: the versions are what the log says,
 * bit for bit, on every kernel and JDK that is here. {@code -Dweir.kills=25} for the long form.
 */
class DeepLearnerSurvivesKillsTest {
    private static final int KILLS = Integer.getInteger("weir.kills", 2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "hook, {mode: every-commit}, 'n-step: 3, prioritised: {alpha: 0.6, beta: 0.4}'",
        "redo, '{mode: every-transitions, transitions: 1700}', 'n-step: 3, prioritised: {alpha: 0.6, beta: 0.4}'",
        "clustered, {mode: every-commit}, 'sampling: clustered'",
    })
    void publishesWhatTheLogSaysAfterKills(String name, String checkpoint, String replay) throws Exception {
        long seed = System.nanoTime();
        System.out.println("DeepLearnerSurvivesKillsTest " + name + ": " + KILLS + " kills, seed " + seed);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KilledLearner learner =
                    new KilledLearner(folder, yaml(name, checkpoint, replay, broker.bootstrapServers()));
            learner.run(new Random(seed), KILLS, 400, KILLS > 4 ? 5_000 : 2_500, EpisodeTransitions::transition);
            learner.check();
            if (KILLS > 4 || name.equals("hook")) { // one log says it for both, where the build should be short
                rebuildsTheSameEverywhere(learner.problem());
            }
        }
    }

    private static void rebuildsTheSameEverywhere(Path problem) throws Exception {
        List<String> here = RebuildProcess.run(RebuildProcess.thisJava(), problem, "dqn");
        assertThat(here).isNotEmpty().allMatch(l -> l.strip().endsWith("EQUAL"));
        for (String option : List.of("-Dweir.kernel=scalar", "-Dweir.vector.bits=128", "-Dweir.vector.bits=256")) {
            assertThat(RebuildProcess.run(RebuildProcess.thisJava(), problem, "dqn", option))
                    .as(option)
                    .isEqualTo(here);
        }
        Optional<Path> other = RebuildProcess.java(25);
        if (other.isPresent()) {
            assertThat(RebuildProcess.run(other.get(), problem, "dqn"))
                    .as(other.toString())
                    .isEqualTo(here);
        }
    }

    private static String yaml(String name, String checkpoint, String replay, String bootstrap) {
        return """
                problem: deep-kills-%s
                %stracks:
                  dqn:
                    algorithm:
                      {name: dqn, hidden: [32, 32], batch: 32, train-every: 4, warm-up: 200, replay-capacity: 3000,
                       centre-rewards: true, %s}
                    exploration: {name: epsilon-greedy, floor: 0.05, start: 0.5, decay: 2000}
                    publish: {every-transitions: 100}
                    checkpoint: %s
                    seed: 3
                kafka:
                  bootstrap.servers: "%s"
                  streams.consumer.session.timeout.ms: "1500"
                  streams.consumer.heartbeat.interval.ms: "300"
                """.formatted(name, EpisodeTransitions.problem(), replay, checkpoint, bootstrap);
    }
}
