package dev.weir.rl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.learn.SavedPages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.control.CartPole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DQN learns, refuses what it must, and is a pure function of its input. */
class DqnTest {
    private static final CartPole CART = new CartPole();
    private static final DecisionProblem PROBLEM = ControlLoop.problem(CART);

    private static DqnSpecBuilder small() {
        return DqnSpec.builder().hidden(List.of(32, 20)).batch(32).warmUp(64).replayCapacity(500);
    }

    private static DqnSpec variant(String name) {
        DqnSpecBuilder b = small();
        switch (name) {
            case "plain" ->
                b.doubleQ(false).nStep(1).target(new DqnSpec.Target(20, 0)).average(0);
            case "dueling" -> b.dueling(true);
            case "quantiles" -> b.quantiles(7).dueling(true);
            case "prioritised" ->
                b.prioritised(new DqnSpec.Prioritised(0.6, 0.4)).centreRewards(true);
            case "normed" -> b.layerNorm(true).activation(dev.weir.rl.network.Activation.TANH);
            case "clustered" -> b.sampling(DqnSpec.Sampling.CLUSTERED).nStep(1).replayCapacity(400);
            default -> throw new IllegalArgumentException(name);
        }
        return b.build();
    }

    @Test
    void balancesTheCartAfterTenThousandSteps() {
        Learner dqn = DqnSpec.builder().build().create(PROBLEM, 3);
        new ControlLoop(CART, dqn, 3, 100).run(10_000);
        assertThat(ControlLoop.evaluate(CART, dqn.policy(), 10, 1234)).isGreaterThan(150);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dueling", "quantiles", "prioritised", "normed", "clustered"})
    void stoppedAndRestoredAnywhereItGivesTheSameBytes(String variant) {
        DqnSpec spec = variant(variant);
        List<Experience> log = log(1500);
        Learner whole = spec.create(PROBLEM, 5);
        log.forEach(whole::observe);

        List<byte[]> store = new ArrayList<>();
        Learner part = keptIn(store, spec);
        for (int i = 0; i < log.size(); i++) {
            part.observe(log.get(i));
            if (CounterRandom.uniform(8, 0, i) < 0.02) {
                save(part.state(), store);
            }
            if (CounterRandom.uniform(8, 1, i) < 0.01) {
                save(part.state(), store);
                part = keptIn(store, spec);
                part.state().restore(store.toArray(byte[][]::new));
                part.state().keepIn(view(store));
            }
        }

        assertThat(part.content()).isEqualTo(whole.content());
        assertThat(pages(part.state())).isDeepEqualTo(pages(whole.state()));
        assertThat(part.metrics()).isEqualTo(whole.metrics());
    }

    private static Learner keptIn(List<byte[]> store, DqnSpec spec) {
        Learner learner = spec.create(PROBLEM, 5);
        learner.state().keepIn(view(store));
        return learner;
    }

    private static SavedPages view(List<byte[]> store) {
        return new SavedPages() {
            @Override
            public int count() {
                return store.size();
            }

            @Override
            public byte[] page(int index) {
                return store.get(index);
            }
        };
    }

    /** What a commit does: writes the pages that are dirty over those stored. */
    private static void save(PagedState state, List<byte[]> store) {
        for (int i = 0; i < state.pages(); i++) {
            if (i == store.size()) {
                assertThat(state.dirty(i)).as("new page %d", i).isTrue();
                store.add(new byte[0]);
            }
            if (state.dirty(i)) {
                store.set(i, state.page(i));
            }
        }
        state.markClean();
        assertThat(store.toArray(byte[][]::new)).isDeepEqualTo(pages(state));
    }

    private static byte[][] pages(PagedState state) {
        byte[][] pages = new byte[state.pages()][];
        Arrays.setAll(pages, state::page);
        return pages;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dueling", "quantiles", "prioritised", "normed", "clustered"})
    void everyKernelGivesTheSameBytes(String variant) {
        DqnSpec spec = variant(variant);
        Learner vector = spec.create(PROBLEM, 5, DenseKernel.best());
        Learner scalar = spec.create(PROBLEM, 5, DenseKernel.scalar());
        for (Experience e : log(600)) {
            vector.observe(e);
            scalar.observe(e);
        }
        assertThat(vector.metrics().get("training-steps")).isGreaterThan(500);
        assertThat(scalar.content()).isEqualTo(vector.content());
        assertThat(pages(scalar.state())).isDeepEqualTo(pages(vector.state()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dueling", "quantiles"})
    void contentReadBackActsTheSameAndExplainsItself(String variant) {
        Learner dqn = variant(variant).create(PROBLEM, 5);
        List<Experience> log = log(300);
        log.forEach(dqn::observe);
        Policy policy = dqn.policy();
        Policy read = Algorithms.read(dqn.content(), PROBLEM);
        for (Experience e : log.subList(0, 50)) {
            Policy.Judgement judgement = policy.judge(e.situation());
            assertThat(read.judge(e.situation()).pmf()).isEqualTo(judgement.pmf());
            assertThat(read.judge(e.situation()).values()).isEqualTo(judgement.values());
            assertThat(Arrays.stream(judgement.pmf()).sum()).isCloseTo(1, within(1e-12));
            double sum = read.contributions(e.situation(), 1).stream()
                    .mapToDouble(Policy.Contribution::amount)
                    .sum();
            assertThat(sum).isCloseTo(judgement.values()[1], within(1e-6));
        }
        byte[] cut = Arrays.copyOf(dqn.content(), dqn.content().length - 1);
        assertThatThrownBy(() -> Algorithms.read(cut, PROBLEM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes of numbers");
        byte[] infinite = dqn.content();
        infinite[infinite.length - 4] = 0x7f;
        infinite[infinite.length - 3] = (byte) 0x80;
        infinite[infinite.length - 2] = 0;
        infinite[infinite.length - 1] = 0;
        assertThatThrownBy(() -> Algorithms.read(infinite, PROBLEM)).hasMessageContaining("finite");
    }

    @Test
    void refusesWhatIsNotFiniteAndStaysAsItWas() {
        Learner dqn = variant("plain").create(PROBLEM, 5);
        List<Experience> log = log(100);
        log.forEach(dqn::observe);
        byte[][] before = pages(dqn.state());
        Experience good = log.get(0);
        Situation bad = new Situation(new Features(new double[] {0, Double.NaN, 0, 0}, new String[0]), List.of(), null);
        assertThatThrownBy(() -> dqn.observe(new Experience(good.situation(), 0, 1, Double.NaN, 0.9, null, 1, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reward must be finite");
        assertThatThrownBy(() -> dqn.observe(new Experience(good.situation(), 0, 1, 1e300, 0.9, null, 1, 9)))
                .hasMessageContaining("reward must be finite");
        assertThatThrownBy(() -> dqn.observe(new Experience(bad, 0, 1, 1, 0, null, 1, 9)))
                .hasMessageContaining("feature x1 must be finite");
        assertThatThrownBy(() -> dqn.observe(new Experience(good.situation(), 0, 1, 1, 0.9, bad, 1, 9)))
                .hasMessageContaining("feature x1 must be finite");
        assertThatThrownBy(() -> dqn.observe(new Experience(good.situation(), 2, 1, 1, 0.9, null, 1, 9)))
                .hasMessageContaining("action must be 0 to 1, was 2");
        assertThat(pages(dqn.state())).isDeepEqualTo(before);
    }

    @Test
    void refusesCorruptStateAndStaysAsItWas() {
        Learner dqn = variant("prioritised").create(PROBLEM, 5);
        log(100).forEach(dqn::observe);
        byte[][] before = pages(dqn.state());
        for (int p = 0; p < before.length; p++) {
            byte[][] cut = before.clone();
            cut[p] = Arrays.copyOf(cut[p], Math.max(0, cut[p].length - 1));
            if (before[p].length > 0) {
                assertThatThrownBy(() -> dqn.state().restore(cut)).isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThatThrownBy(() -> dqn.state().restore(Arrays.copyOf(before, 3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(pages(dqn.state())).isDeepEqualTo(before);
    }

    @Test
    void hugeRewardsNeverPublishANonFiniteWeight() {
        Learner dqn = variant("plain").create(PROBLEM, 5);
        List<Experience> log = log(600);
        for (int i = 0; i < log.size(); i++) {
            Experience e = log.get(i);
            dqn.observe(new Experience(
                    e.situation(), e.action(), 1, i % 50 == 0 ? 3e38 : 1, e.discount(), e.next(), e.unit(), e.step()));
        }
        Algorithms.read(dqn.content(), PROBLEM);
    }

    @Test
    void refusesSettingsThatCannotRun() {
        assertThatThrownBy(() -> DqnSpec.builder().replayCapacity(16).build())
                .hasMessageContaining("replay-capacity must be 64 to");
        assertThatThrownBy(() -> DqnSpec.builder().warmUp(8).build()).hasMessageContaining("warm-up must be 64 to");
        DecisionProblem candidates =
                new DecisionProblem(PROBLEM.context(), new ActionSpace.Candidates(FeatureSchema.EMPTY, 4));
        assertThatThrownBy(() -> DqnSpec.builder().build().create(candidates, 1))
                .hasMessageContaining("candidates");
    }

    /** Chain 0 → 1 → … → 4: going on (1) costs .1 and pays 1 at the end, leaving (0) pays .2 and ends. γ = .9. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "dueling", "quantiles", "prioritised", "unscaled"})
    void learnsTheExactValuesOfAChain(String variant) {
        DecisionProblem chain = new DecisionProblem(
                new FeatureSchema(List.of(new FeatureSpec.Categorical("place", List.of("0", "1", "2", "3")))),
                new ActionSpace.Ids(List.of("leave", "go")));
        DqnSpecBuilder builder = small().nStep(1).average(0.005);
        switch (variant) {
            case "plain" -> builder.doubleQ(false);
            case "dueling" -> builder.dueling(true);
            case "quantiles" -> builder.quantiles(11);
            case "prioritised" -> builder.prioritised(new DqnSpec.Prioritised(0.6, 0.4));
            default -> builder.scaleRewards(false);
        }
        DqnSpec spec = builder.build();
        Learner dqn = spec.create(chain, 2);
        long step = 0;
        int place = 0;
        for (int t = 0; t < 6000; t++) {
            int action = CounterRandom.uniform(4, 0, t) < 0.25 ? 0 : 1;
            boolean end = action == 0 || place == 3;
            double reward = action == 0 ? 0.2 : place == 3 ? 1 : -0.1;
            dqn.observe(
                    new Experience(at(place), action, .5, reward, end ? 0 : .9, end ? null : at(place + 1), 7, step));
            step += end ? 2 : 1;
            place = end ? 0 : place + 1;
        }
        double[] go = {-0.1 + .9 * (-0.1 + .9 * (-0.1 + .9)), -0.1 + .9 * (-0.1 + .9), -0.1 + .9, 1};
        for (int p = 0; p < 4; p++) {
            double[] values = dqn.policy().judge(at(p)).values();
            assertThat(values[0]).as("leave at %d", p).isCloseTo(0.2, within(0.02));
            assertThat(values[1]).as("go at %d", p).isCloseTo(go[p], within(0.02));
        }
    }

    private static Situation at(int place) {
        return new Situation(new Features(new double[0], new String[] {"" + place}), List.of(), null);
    }

    @Test
    void valuesOfForbiddenActionsAreNeverBootstrappedFrom() {
        DecisionProblem chain = new DecisionProblem(
                new FeatureSchema(List.of(new FeatureSpec.Categorical("place", List.of("0", "1", "2", "3")))),
                new ActionSpace.Ids(List.of("poor", "rich")));
        Learner dqn =
                small().nStep(1).average(0.005).scaleRewards(false).build().create(chain, 2);
        for (int t = 0; t < 4000; t++) { // place 1 pays 0 or 1; from place 0 only the poor one can be done there
            int action = t / 2 % 2;
            Situation poorOnly = new Situation(at(1).features(), List.of(), new int[] {0});
            dqn.observe(
                    t % 2 == 0
                            ? new Experience(at(0), 0, 1, 0, 0.9, poorOnly, 1, 3L * t)
                            : new Experience(at(1), action, 1, action, 0, null, 2, 3L * t));
        }
        assertThat(dqn.policy().judge(at(1)).values()[1]).isCloseTo(1, within(0.03));
        assertThat(dqn.policy().judge(at(0)).values()[0]).isCloseTo(0, within(0.03));
    }

    /** What a random policy sees, with truncated episodes, unknown s', masks and several units. */
    private static List<Experience> log(int n) {
        ControlLoop loop = new ControlLoop(CART, DqnSpec.builder().build().create(PROBLEM, 1), 6, 1_000_000);
        List<Experience> log = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Experience e = loop.next();
            boolean unknown = i % 37 == 36;
            Situation next = e.next() == null || unknown
                    ? null
                    : new Situation(
                            e.next().features(),
                            List.of(),
                            i % 5 == 0 ? new int[] {i % 2} : e.next().allowed());
            log.add(new Experience(
                    e.situation(), e.action(), e.propensity(), e.reward(), e.discount(), next, i / 200, e.step()));
        }
        return log;
    }
}
