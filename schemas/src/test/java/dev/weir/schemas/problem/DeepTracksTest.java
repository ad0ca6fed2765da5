package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.actorcritic.SacSpec;
import dev.weir.rl.actorcritic.VTraceSpec;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.streaming.StreamAcSpec;
import dev.weir.rl.streaming.StreamQSpec;
import dev.weir.rl.value.DqnSpec;
import dev.weir.rl.value.EpsilonGreedy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeepTracksTest {
    private static ProblemFile file(String algorithm, String exploration) {
        return ProblemFiles.parse(
                """
                problem: deep
                features: [{name: x, type: numeric, missing: 0}]
                actions: {quantities: {max: 9}}
                default-action: "0"
                episodes: {timeout: PT1H}
                reward: {formula: r, window: PT1M, if-none: 0}
                discount: 0.9
                tracks: {t: {algorithm: %s, %s publish: {every-transitions: 10}}}
                """.formatted(algorithm, exploration.isEmpty() ? "" : "exploration: " + exploration + ","));
    }

    private static LearnerSpec learner(String algorithm, String exploration) {
        return file(algorithm, exploration).track("t").learner();
    }

    @Test
    void defaultsAreThoseOfTheAlgorithms() {
        assertThat(learner("{name: dqn}", "")).isEqualTo(DqnSpec.builder().build());
        assertThat(learner("{name: sac}", "")).isEqualTo(SacSpec.DEFAULT);
        assertThat(learner("{name: v-trace}", "{name: softmax}")).isEqualTo(VTraceSpec.DEFAULT);
        assertThat(learner("{name: stream-ac}", "")).isEqualTo(StreamAcSpec.DEFAULT);
        assertThat(learner("{name: stream-q}", "{name: epsilon-greedy}")).isEqualTo(StreamQSpec.DEFAULT);
    }

    @Test
    void keysReachTheAlgorithms() {
        assertThat(learner(
                        "{name: dqn, hidden: [32, 16], basis: 5, huber: 0, dueling: true, target: {every: 500}, prioritised: {alpha: 0.6, beta: 0.4}}",
                        "{floor: 0.1, start: 0.3, decay: 100}"))
                .isEqualTo(DqnSpec.builder()
                        .hidden(List.of(32, 16))
                        .basis(5)
                        .huber(0)
                        .dueling(true)
                        .target(new DqnSpec.Target(500, 0))
                        .prioritised(new DqnSpec.Prioritised(0.6, 0.4))
                        .exploration(new EpsilonGreedy(0.1, 0.3, 100))
                        .build());
        StreamQSpec q = (StreamQSpec) learner("{name: stream-q, kappa: 3}", "{floor: 0.2, decay: 7}");
        assertThat(List.of(q.kappa(), q.floor(), q.decay())).isEqualTo(List.of(3.0, 0.2, 7L));
    }

    @Test
    void whatAnAlgorithmDoesNotTakeIsNamed() {
        assertThatThrownBy(() -> learner("{name: stream-ac, lambda: 1.5}", ""))
                .hasMessageContaining("tracks.t.algorithm.lambda")
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> learner("{name: dqn, basis: 2}", "")).hasMessageContaining("tracks.t.algorithm.basis");
        assertThatThrownBy(() -> learner("{name: dqn, target: {every: 5, tau: 0.1}}", ""))
                .hasMessageContaining("tracks.t.algorithm.target");
        assertThatThrownBy(() -> learner("{name: sac, lamda: 1}", "")).hasMessageContaining("tracks.t.algorithm.lamda");
        assertThatThrownBy(() -> learner("{name: sac}", "{name: thompson}"))
                .hasMessageContaining("tracks.t.exploration.name");
    }

    @Test
    void anAlgorithmsKeyBeginsANewEpoch() {
        Map<String, String> keys =
                Map.of("{name: dqn}", "{name: dqn, batch: 16}", "{name: sac}", "{name: sac, tau: 0.1}");
        keys.forEach((before, after) -> assertThat(file(before, "").epochKey("t"))
                .isNotEqualTo(file(after, "").epochKey("t")));
        assertThat(file("{name: dqn, batch: 64}", "").epochKey("t"))
                .isEqualTo(file("{name: dqn}", "").epochKey("t"));
    }
}
