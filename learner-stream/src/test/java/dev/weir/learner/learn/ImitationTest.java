package dev.weir.learner.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.policy.Policy;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemFiles.InvalidProblemException;
import dev.weir.schemas.wire.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImitationTest {
    private static final ProblemFile FILE = ProblemFiles.parse(Log.YAML.replace(
            "algorithm: {name: linear}",
            "learns: rule\n    algorithm: {name: linear, interactions: [[action], [device, action]]}"));

    private static Situation situation(boolean phone) {
        return new Situation(new Features(List.of(0.0), List.of(phone ? "phone" : "desktop")), null, null);
    }

    /** The rule does a on phones and b on desktops; what is served is c, and earns most. */
    private static Transition transition(int i, @Nullable String rule, boolean elsewhere) {
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setAction("c")
                .setPropensity(1)
                .setPmf(List.of(0.0, 0.0, 1.0))
                .setSituation(situation(i % 2 == 0))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("baseline")
                .setBaselineAction(rule)
                .setElsewhere(elsewhere)
                .build();
        return new Transition(decision, (long) i, false, List.of(), 100.0, 0.0, null, false);
    }

    @Test
    void doesWhatTheRuleDoesWhateverIsServedAndEarned() {
        ProblemFile.Track track = FILE.track("linear");
        InForce now = new InForce(FILE, track, track.learner().create(FILE.decision(), track.seed()));
        for (int i = 0; i < 400; i++) {
            now.learn(transition(i, i % 2 == 0 ? "a" : "b", false));
        }
        assertThat(now.learner().transitions()).isEqualTo(400);
        Policy policy = Algorithms.read(now.learner().content(), FILE.decision());
        assertThat(policy.greedy(Values.value(situation(true)))).isZero();
        assertThat(policy.greedy(Values.value(situation(false)))).isEqualTo(1);
        double[] values = policy.judge(Values.value(situation(true))).values();
        assertThat(values[0]).isBetween(0.9, 1.1); // the probability that the rule does it
        assertThat(values[2]).isBetween(-0.1, 0.1);
    }

    @Test
    void takesWhatWasDoneElsewhereForTheRuleAndRefusesDecisionsThatNameNone() {
        assertThat(Imitation.of(transition(1, null, true), FILE.decision(), 3).situation())
                .isNotNull();
        assertThatThrownBy(() -> Imitation.of(transition(1, null, false), FILE.decision(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baselineAction must be one of the situation's actions");
    }

    @Test
    void isAKeyOfItsOwnThatBeginsANewEpochAndThatNotEveryAlgorithmHas() {
        assertThat(FILE.epochKey("linear"))
                .isNotEqualTo(ProblemFiles.parse(Log.YAML.replace(
                                "algorithm: {name: linear}",
                                "algorithm: {name: linear, interactions: [[action], [device, action]]}"))
                        .epochKey("linear"));
        assertThatThrownBy(() -> ProblemFiles.parse(Log.YAML.replace("seed: 3", "learns: everything")))
                .isInstanceOf(InvalidProblemException.class)
                .hasMessageContaining("learns");
    }
}
