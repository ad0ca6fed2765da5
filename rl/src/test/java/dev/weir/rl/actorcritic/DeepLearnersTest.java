package dev.weir.rl.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.streaming.StreamAcSpec;
import dev.weir.rl.streaming.StreamQSpec;
import dev.weir.rl.world.control.CartPole;
import dev.weir.rl.world.episodic.ControlEpisodes;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Life;
import dev.weir.rl.world.episodic.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every learner with networks promises, whatever its algorithm. */
class DeepLearnersTest {
    private static final EpisodicWorld WORLD = new ControlEpisodes(new CartPole(), 5, 0.99, 3);

    static List<LearnerSpec> specs() {
        return List.of(
                new StreamAcSpec(List.of(16, 16), 1, 3, 2, 0.8, 0.01, 3, false, 0.02),
                new StreamQSpec(List.of(16), 1, 2, 0.8, 3, true, 0.02, 1, 1000),
                new SacSpec(List.of(16), 1e-3, 16, 2, 50, 300, 2, 0.01, 0.3, 10, true, 0.02),
                new VTraceSpec(List.of(16), 1e-3, 128, 64, 2, 32, 0.95, 1, 0.3, 0.01, 0.5, false, 0.02));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void goesOnWithTheSameBitsAfterItsStateWasRestored(LearnerSpec spec) {
        List<Experience> log = log(spec, 1500);
        Learner whole = spec.create(WORLD.problem(), 7);
        log.forEach(whole::observe);

        Learner first = spec.create(WORLD.problem(), 7);
        log.subList(0, 777).forEach(first::observe);
        byte[][] pages = pages(first.state());
        Learner second = spec.create(WORLD.problem(), 7);
        log.subList(0, 10).forEach(second::observe); // whatever it was before
        second.state().restore(pages);

        assertThat(second.transitions()).isEqualTo(777);
        assertThat(second.content()).isEqualTo(first.content());
        assertThat(pages(second.state())).isDeepEqualTo(pages);
        log.subList(777, 1500).forEach(second::observe);
        assertThat(second.content()).isEqualTo(whole.content());
        assertThat(second.metrics()).isEqualTo(whole.metrics());
        assertThat(pages(second.state())).isDeepEqualTo(pages(whole.state()));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void dirtyPagesAreAllThatChanged(LearnerSpec spec) {
        List<Experience> log = log(spec, 900);
        Learner learner = spec.create(WORLD.problem(), 7);
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            learner.observe(log.get(i));
            if (i % 50 == 49) {
                PagedState state = learner.state();
                for (int p = 0; p < state.pages(); p++) {
                    if (p == kept.size()) {
                        kept.add(state.page(p));
                    } else if (state.dirty(p)) {
                        kept.set(p, state.page(p));
                    }
                }
                state.markClean();
                assertThat(kept.toArray(byte[][]::new)).isDeepEqualTo(pages(state));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void refusesWhatIsNotFiniteOrNotAllowedAndStaysAsItWas(LearnerSpec spec) {
        Learner learner = spec.create(WORLD.problem(), 7);
        List<Experience> log = log(spec, 300);
        log.forEach(learner::observe);
        byte[][] before = pages(learner.state());
        Experience e = log.get(299);
        Situation odd = new Situation(new Features(new double[] {0, Double.NaN, 0, 0}, new String[0]), List.of(), null);
        Situation huge = new Situation(new Features(new double[] {0, 1e300, 0, 0}, new String[0]), List.of(), null);
        Situation one = new Situation(e.situation().features(), List.of(), new int[] {1});

        for (Experience bad : List.of(
                with(odd, 0, 1, 1, 0.9, e.situation()),
                with(huge, 0, 1, 1, 0.9, e.situation()),
                with(e.situation(), 0, 1, 1, 0.9, odd),
                with(e.situation(), 0, 1, Double.NaN, 0.9, e.situation()),
                with(e.situation(), 0, 1, Double.POSITIVE_INFINITY, 0.9, e.situation()),
                with(e.situation(), 0, 1, 1e300, 0.9, e.situation()),
                with(e.situation(), 0, 0, 1, 0.9, e.situation()),
                with(e.situation(), 0, 1, 1, 1.1, e.situation()),
                with(e.situation(), 2, 1, 1, 0.9, e.situation()),
                with(one, 0, 1, 1, 0.9, e.situation()))) {
            assertThatThrownBy(() -> learner.observe(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(pages(learner.state())).isDeepEqualTo(before);
    }

    private static Experience with(
            Situation s, int action, double propensity, double reward, double discount, Situation next) {
        return new Experience(s, action, propensity, reward, discount, next, 1, 1000);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void extremeButFiniteRewardsAndFeaturesLeaveWeightsFinite(LearnerSpec spec) {
        Learner learner = spec.create(WORLD.problem(), 7);
        for (int i = 0; i < 800; i++) {
            double[] x = new double[4];
            for (int j = 0; j < 4; j++) {
                double u = CounterRandom.uniform(3, j, i);
                x[j] = (u - 0.5) * (i % 97 == 0 ? 1e30 : 1);
            }
            Situation s = new Situation(new Features(x, new String[0]), List.of(), null);
            double reward = i % 131 == 0 ? -1e25 : CounterRandom.uniform(3, 9, i);
            learner.observe(new Experience(s, i & 1, 0.5, reward, 0.9, s, i % 4, i / 4));
        }
        Policy.Judgement judgement = Algorithms.read(learner.content(), WORLD.problem())
                .judge(WORLD.life(0).situation());
        assertThat(Arrays.stream(judgement.values()).allMatch(Double::isFinite)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void transitionWhoseNextStateIsUnknownOnlyEndsItsChain(LearnerSpec spec) {
        Learner learner = spec.create(WORLD.problem(), 7);
        List<Experience> log = log(spec, 400);
        for (Experience e : log) {
            boolean cut = e.step() % 3 == 0 && e.discount() > 0;
            learner.observe(
                    cut
                            ? new Experience(
                                    e.situation(),
                                    e.action(),
                                    e.propensity(),
                                    e.reward(),
                                    e.discount(),
                                    null,
                                    e.unit(),
                                    e.step())
                            : e);
        }
        assertThat(learner.transitions()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void versionReadBackActsTheSameAndItsPmfIsExact(LearnerSpec spec) {
        Learner learner = spec.create(WORLD.problem(), 7);
        log(spec, 600).forEach(learner::observe);
        byte[] content = learner.content();
        Policy read = Algorithms.read(content, WORLD.problem());
        for (int i = 0; i < 50; i++) {
            double[] x = {i / 25.0 - 1, 0.3, (i % 7) / 30.0, -0.2};
            int[] allowed = i % 5 == 0 ? new int[] {1} : null;
            Situation situation = new Situation(new Features(x, new String[0]), List.of(), allowed);
            Policy.Judgement judgement = read.judge(situation);
            assertThat(judgement.pmf())
                    .isEqualTo(learner.policy().judge(situation).pmf());
            assertThat(judgement.pmf()).hasSize(allowed == null ? 2 : 1);
            assertThat(Arrays.stream(judgement.pmf()).sum()).isCloseTo(1, within(1e-12));
            for (double p : judgement.pmf()) {
                assertThat(p).isBetween(0.02 / 2, 1.0);
            }
            double sum = read.contributions(situation, 0).stream()
                    .mapToDouble(Policy.Contribution::amount)
                    .sum();
            assertThat(sum).isCloseTo(judgement.values()[0], within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void contentThatIsCutOrOfAnotherProblemOrNotFiniteIsRefused(LearnerSpec spec) {
        byte[] content = spec.create(WORLD.problem(), 7).content();
        DecisionProblem other = new ControlEpisodes(new dev.weir.rl.world.control.Acrobot(), 1, 0.9, 1).problem();
        byte[] nan = content.clone();
        Arrays.fill(nan, nan.length - 4, nan.length, (byte) 0xff);

        assertThatThrownBy(() -> Algorithms.read(Arrays.copyOf(content, content.length - 1), WORLD.problem()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Algorithms.read(Arrays.copyOf(content, 30), WORLD.problem()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Algorithms.read(content, other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Algorithms.read(nan, WORLD.problem())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void stateThatDoesNotFitIsRefusedAndNothingChanges(LearnerSpec spec) {
        Learner learner = spec.create(WORLD.problem(), 7);
        log(spec, 200).forEach(learner::observe);
        byte[][] good = pages(learner.state());
        byte[][] nan = Arrays.stream(good).map(byte[]::clone).toArray(byte[][]::new);
        Arrays.fill(nan[1], 0, 4, (byte) 0xff); // a weight
        byte[][] cut = Arrays.copyOf(good, good.length - 1);

        for (byte[][] bad : new byte[][][] {nan, cut, new byte[0][]}) {
            assertThatThrownBy(() -> learner.state().restore(bad)).isInstanceOf(IllegalArgumentException.class);
            assertThat(pages(learner.state())).isDeepEqualTo(good);
        }
    }

    @Test
    void settingsOutOfTheirRangeAreRefusedByName() {
        assertThatThrownBy(() -> new StreamAcSpec(List.of(16), 1, 3, 2, 1.5, 0.01, 3, false, 0.02))
                .hasMessage("lambda must be 0.0 to 1.0, was 1.5");
        assertThatThrownBy(() -> new StreamQSpec(List.of(16), 1, 2, 0.8, 3, true, 0.5, 0.1, 1000))
                .hasMessage("start must be 0.5 to 1.0, was 0.1");
        assertThatThrownBy(() -> new SacSpec(List.of(16), 1e-3, 16, 2, 50, 300, 2, 0, 0.3, 10, true, 0.02))
                .hasMessage("tau must be above 0.0 and at most 1.0, was 0.0");
    }

    private static List<Experience> log(LearnerSpec spec, int transitions) {
        List<Experience> log = new ArrayList<>();
        new Simulation(WORLD, spec.create(WORLD.problem(), 1), new Simulation.Settings(100, 5))
                .play(transitions, new Simulation.Watcher() {
                    @Override
                    public void transition(long count, Experience experience, Life.Step step) {
                        log.add(experience);
                    }
                });
        return log;
    }

    private static byte[][] pages(PagedState state) {
        byte[][] pages = new byte[state.pages()][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = state.page(i);
            assertThat(pages[i].length).isLessThanOrEqualTo(PagedState.PAGE_BYTES);
        }
        return pages;
    }
}
