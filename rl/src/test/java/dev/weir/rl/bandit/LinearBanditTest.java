package dev.weir.rl.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearBanditTest {
    private static final DecisionProblem BANNERS = new DecisionProblem(
            new FeatureSchema(List.of(
                    new FeatureSpec.Categorical("device", List.of("phone", "desktop")),
                    new FeatureSpec.Numeric("visits", 1, 0),
                    new FeatureSpec.Text("words", 8))),
            new ActionSpace.Ids(List.of("a", "b", "c")));

    static List<Exploration> explorations() {
        return List.of(
                new Exploration.Thompson(16, 1, 0.03),
                new Exploration.LinUcb(1.5, 0.03),
                new Exploration.EpsilonGreedy(0.03));
    }

    @ParameterizedTest
    @MethodSource("explorations")
    void readsItsOwnContentBackAndDecidesTheSameBits(Exploration exploration) {
        Learner learner = trained(exploration, 300);
        byte[] content = learner.content();
        Policy read = Algorithms.read(content, BANNERS);

        for (int i = 0; i < 50; i++) {
            assertThat(read.judge(situation(i)).pmf())
                    .containsExactly(learner.policy().judge(situation(i)).pmf());
            assertThat(read.judge(situation(i)).values())
                    .containsExactly(learner.policy().judge(situation(i)).values());
        }
    }

    @ParameterizedTest
    @MethodSource("explorations")
    void sumsItsProbabilitiesToOneAndKeepsTheFloor(Exploration exploration) {
        Policy policy = trained(exploration, 300).policy();
        for (int i = 0; i < 50; i++) {
            double[] pmf = policy.judge(situation(i)).pmf();
            assertThat(Arrays.stream(pmf).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(pmf).min().orElseThrow()).isGreaterThanOrEqualTo(0.01 - 1e-15);
        }
    }

    @ParameterizedTest
    @MethodSource("explorations")
    void goesOnWithTheSameBitsFromASavedState(Exploration exploration) {
        Learner through = trained(exploration, 100);
        PagedState saved = through.state();
        byte[][] pages = new byte[saved.pages()][];
        Arrays.setAll(pages, saved::page);
        Learner resumed = spec(exploration).create(BANNERS, 7);
        resumed.state().restore(pages);

        for (int i = 100; i < 200; i++) {
            through.observe(experience(i));
            resumed.observe(experience(i));
        }

        assertThat(resumed.content()).isEqualTo(through.content());
        assertThat(resumed.transitions()).isEqualTo(200);
    }

    @Test
    void saysWhichPagesChanged() {
        Learner learner = trained(new Exploration.EpsilonGreedy(0), 10);
        PagedState state = learner.state();
        state.markClean();
        assertThat(state.dirty(0)).isFalse();

        learner.observe(experience(11));

        assertThat(state.dirty(0)).isTrue();
        assertThat(state.dirty(1)).isTrue();
    }

    /** Importance weights of any fixed action's share must average 1: 20,000 decisions, standard error below 0.02. */
    @Test
    void logsTheProbabilityThatItActsWith() {
        Policy policy = trained(new Exploration.Thompson(16, 2, 0.05), 60).policy();
        double[] weights = new double[3];
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            Decider.Choice choice = Decider.decide(policy, BANNERS, situation(i % 7), CounterRandom.bits(11, 1, i));
            weights[choice.action()] += 1 / choice.propensity() / n;
        }
        for (double weight : weights) {
            assertThat(weight).isCloseTo(1, within(0.1));
        }
    }

    @Test
    void exploresFromTheFirstDecisionOn() {
        double[] pmf = spec(new Exploration.Thompson(64, 1, 0))
                .create(BANNERS, 7)
                .policy()
                .judge(situation(0))
                .pmf();
        assertThat(Arrays.stream(pmf).min().orElseThrow()).isGreaterThan(0.1);
    }

    @Test
    void masksActionsBeforeItAsksForProbabilities() {
        Policy policy = trained(new Exploration.Thompson(16, 1, 0.02), 300).policy();
        Situation all = situation(3);
        double[] pmf = policy.judge(new Situation(all.features(), List.of(), new int[] {0, 2}))
                .pmf();
        assertThat(pmf).hasSize(2);
        assertThat(pmf[0] + pmf[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void splitsAnEstimateIntoItsFeatures() {
        Policy policy = trained(new Exploration.EpsilonGreedy(0), 300).policy();
        double sum = policy.contributions(situation(4), 1).stream()
                .mapToDouble(Policy.Contribution::amount)
                .sum();
        assertThat(sum).isCloseTo(policy.judge(situation(4)).values()[1], within(1e-12));
        assertThat(policy.contributions(situation(4), 1))
                .extracting(Policy.Contribution::feature)
                .contains("(constant)", "action=b", "device=phone × action=b");
    }

    @Test
    void refusesRewardsAndFeaturesThatAreNotFinite() {
        Learner learner = trained(new Exploration.EpsilonGreedy(0), 5);
        byte[] before = learner.content();
        Situation huge = new Situation(new Features(new double[] {1e200}, new String[] {"phone", ""}), List.of(), null);

        assertThatThrownBy(() -> learner.observe(Experience.ofBandit(situation(1), 0, 0.5, Double.NaN)))
                .hasMessageContaining("reward must be finite");
        assertThatThrownBy(() -> learner.observe(Experience.ofBandit(huge, 0, 0.5, 1)))
                .hasMessageContaining("visits");
        assertThat(learner.content()).isEqualTo(before);
    }

    @Test
    void refusesContentThatIsCutTooLongOrNotFinite() {
        byte[] content = trained(new Exploration.Thompson(4, 1, 0.1), 20).content();
        byte[] infinite = content.clone();
        ByteBuffer.wrap(infinite).putDouble(content.length - 8, Double.POSITIVE_INFINITY);

        for (int length : new int[] {0, 3, 20, content.length - 1}) {
            assertThatThrownBy(() -> Algorithms.read(Arrays.copyOf(content, length), BANNERS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Algorithms.read(Arrays.copyOf(content, content.length + 8), BANNERS))
                .hasMessageContaining("bytes of numbers");
        assertThatThrownBy(() -> Algorithms.read(infinite, BANNERS)).hasMessageContaining("finite");
    }

    @Test
    void refusesAModelThatIsTooWide() {
        LinearBanditSpec wide = new LinearBanditSpec(
                List.of(List.of("words", "action"), List.of("words", "words", "words")),
                0,
                1,
                1,
                new Exploration.EpsilonGreedy(0));
        assertThatCreate(wide).hasMessageContaining("at most 1024");
    }

    private static AbstractThrowableAssert<?, ?> assertThatCreate(LinearBanditSpec spec) {
        DecisionProblem problem = new DecisionProblem(
                new FeatureSchema(List.of(new FeatureSpec.Text("words", 512))),
                new ActionSpace.Ids(List.of("a", "b", "c")));
        return assertThatThrownBy(() -> spec.create(problem, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LinearBanditSpec spec(Exploration exploration) {
        return new LinearBanditSpec(List.of(), 0, 1, 1, exploration);
    }

    private static Learner trained(Exploration exploration, int transitions) {
        Learner learner = spec(exploration).create(BANNERS, 7);
        for (int i = 0; i < transitions; i++) {
            learner.observe(experience(i));
        }
        return learner;
    }

    private static Experience experience(int i) {
        int action = (int) (CounterRandom.uniform(1, 1, i) * 3);
        double reward = (i % 2 == 0) == (action == 1) ? 1 : CounterRandom.uniform(1, 2, i);
        return Experience.ofBandit(situation(i), action, 1 / 3.0, reward);
    }

    private static Situation situation(int i) {
        String[] texts = {i % 2 == 0 ? "phone" : "desktop", "some words " + i % 5};
        return new Situation(new Features(new double[] {i % 9}, texts), List.of(), null);
    }
}
