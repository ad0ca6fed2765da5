package dev.weir.evaluation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.estimator.Estimate;
import dev.weir.rl.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forty rows, contexts (i mod 7 / 7, 3i mod 5 / 5), against numpy 2.4.6 and scipy 1.17.1 on the same rows. */
class ModelTest {
    private static final int ROWS = 40;

    private static LoggedRows rows(int[] action) {
        double[] contexts = new double[2 * ROWS];
        double[] reward = new double[ROWS];
        double[] weight = new double[ROWS];
        long[] unit = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            contexts[2 * i] = i % 7 / 7.0;
            contexts[2 * i + 1] = i * 3 % 5 / 5.0;
            reward[i] = i * 11 % 13 < 5 ? 1 : 0;
            weight[i] = 1 + i % 3;
            unit[i] = i / 2;
        }
        return new LoggedRows(contexts, 2, action, reward, weight, unit);
    }

    private static boolean[] all() {
        boolean[] all = new boolean[ROWS];
        Arrays.fill(all, true);
        return all;
    }

    @Test
    void ridgeIsTheSolutionOfItsEquations() {
        LoggedRows rows = rows(new int[ROWS]);
        Ridge ridge = new Ridge(3);
        for (int i = 0; i < ROWS; i++) {
            double[] features = {1, rows.contexts()[2 * i], rows.contexts()[2 * i + 1]};
            ridge.add(features, 0, rows.reward()[i], rows.weight()[i]);
        }
        double[] theta = ridge.solve(0.5);
        assertThat(theta[0]).isCloseTo(0.01039495, within(1e-8));
        assertThat(theta[1]).isCloseTo(0.80844792, within(1e-8));
        assertThat(theta[2]).isCloseTo(0.13792524, within(1e-8));
    }

    @Test
    void logisticRegressionIsAtItsMinimum() {
        RewardModel model = new LogisticFit(Design.of(2, 1, false), 0.1).fit(rows(new int[ROWS]), all());
        double[] expected = {0.07526298, 0.19001388, 0.23168545, 0.46500293, 0.52769259, 0.58952091, 0.8054303};
        LoggedRows rows = rows(new int[ROWS]);
        double[] value = new double[1];
        for (int i = 0; i < expected.length; i++) {
            model.values(rows.contexts(), 2 * i, value, 0);
            assertThat(value[0]).isCloseTo(expected[i], within(1e-8));
        }
    }

    @Test
    void softmaxRegressionIsAtItsMinimum() {
        int[] action = new int[ROWS];
        Arrays.setAll(action, i -> (i * i + i / 3) % 3);
        SoftmaxRegression model = SoftmaxRegression.fit(rows(action), 3, all(), 0.5);
        double[] p = new double[3];
        model.probabilities(rows(action).contexts(), 0, p);
        assertThat(p[0]).isCloseTo(0.40090239, within(1e-5));
        assertThat(p[1]).isCloseTo(0.37045634, within(1e-5));
        model.probabilities(rows(action).contexts(), 2, p);
        assertThat(p[2]).isCloseTo(0.28104587, within(1e-5));
    }

    /** Each unit's reward is its own coin: a model that had seen a unit would foretell it. */
    @Test
    void noRowIsValuedByAModelThatHasSeenItsUnit() {
        Fit spying = (rows, chosen) -> (contexts, from, values, to) -> {
            boolean seen = false;
            for (int i = 0; i < ROWS; i++) {
                seen |= chosen[i] && rows.unit()[i] == rows.unit()[from / 2];
            }
            values[to] = seen ? 1 : 0.25;
        };
        assertThat(CrossFit.values(rows(new int[ROWS]), 1, spying, 3, 5)).containsOnly(0.25);
        double[] forward = ForwardFit.values(rows(new int[ROWS]), 1, spying, 5);
        assertThat(Arrays.copyOf(forward, 5)).containsOnly(0);
        assertThat(Arrays.copyOfRange(forward, 5, ROWS)).containsOnly(0.25);
    }

    @Test
    void forwardModelsSeeOnlyEarlierRows() {
        Fit spying = (rows, chosen) -> (contexts, from, values, to) -> {
            boolean ahead = false;
            for (int i = from / 2; i < ROWS; i++) {
                ahead |= chosen[i];
            }
            values[to] = ahead ? 1 : 0.25;
        };
        assertThat(ForwardFit.values(rows(new int[ROWS]), 1, spying, 1)).doesNotContain(1);
    }

    @Test
    void behaviourIsFoundWhereTheLogHasNoPropensities() {
        int n = 4000;
        double[] contexts = new double[n];
        int[] action = new int[n];
        double[] truth = new double[n];
        long[] unit = new long[n];
        for (int i = 0; i < n; i++) {
            contexts[i] = 2 * CounterRandom.uniform(8, 0, i) - 1;
            double p = 1 / (1 + Math.exp(-2 * contexts[i]));
            action[i] = CounterRandom.uniform(8, 1, i) < p ? 1 : 0;
            truth[i] = action[i] == 1 ? p : 1 - p;
            unit[i] = i;
        }
        LoggedRows rows = new LoggedRows(contexts, 1, action, new double[n], Weighting.equal(n), unit);
        double[] propensities = new BehaviourPolicy(1, 0.01, 2, 3).propensities(rows, 2);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            worst = Math.max(worst, Math.abs(propensities[i] - truth[i]));
        }
        assertThat(worst).isLessThan(0.05); // a coefficient of 2,000 rows is known to about .08, a quarter of it in p
    }

    @Test
    void slopeTakesTheLastWhoseIntervalMeetsAllBefore() { // [.2, 1.8], [.4, 1.2], [.5, .9], then [0, .1] misses
        List<Estimate> candidates = List.of(
                estimate(1, 0.4), estimate(0.8, 0.2), estimate(0.7, 0.1), estimate(0.05, 0.025), estimate(0.7, 0.001));
        assertThat(Slope.choose(candidates, 2)).isEqualTo(2);
        assertThat(Slope.choose(candidates.subList(0, 1), 2)).isZero();
    }

    private static Estimate estimate(double value, double error) {
        return new Estimate("dros", value, error, 100, 100, 99);
    }
}
