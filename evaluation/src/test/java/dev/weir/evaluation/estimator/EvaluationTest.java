package dev.weir.evaluation.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two rows worked by hand: w = (.5/.25, .5/.75) = (2, 2/3), r = (1, 0), q̂ = (.4, .2) of the logged actions, v̂ = .3. */
class EvaluationTest {
    private static final double[] HALF = {0.5, 0.5};
    private static final double[] VALUES = {0.4, 0.2};

    private static double value(Estimator estimator) {
        return evaluation(estimator).estimates().get(0).value();
    }

    private static Evaluation evaluation(Estimator estimator) {
        Evaluation evaluation = new Evaluation(List.of(estimator), 8);
        evaluation.add(0, 0, 0.25, 1, HALF, 0, 2, VALUES, 0);
        evaluation.add(1, 1, 0.75, 0, HALF, 0, 2, VALUES, 0);
        return evaluation;
    }

    @Test
    void formulasGiveWhatHandsGive() {
        assertThat(value(new Ips())).isCloseTo(1.0, within(1e-15)); // (2·1 + 0) / 2
        assertThat(value(new ClippedIps(1.5))).isCloseTo(0.75, within(1e-15));
        assertThat(value(new Snips())).isCloseTo(0.75, within(1e-15)); // 2 / (8/3)
        assertThat(value(new DirectMethod())).isCloseTo(0.3, within(1e-15));
        // .3 + (2·.6 − 2/3·.2) / 2
        assertThat(value(new DoublyRobust())).isCloseTo(0.3 + 16.0 / 30, within(1e-15));
        assertThat(value(new ClippedDr(1))).isCloseTo(0.3 + (0.6 - 2.0 / 15) / 2, within(1e-15));
        assertThat(value(new SelfNormalisedDr())).isCloseTo(0.3 + (16.0 / 15) / (8.0 / 3), within(1e-15));
        assertThat(value(new SwitchDr(1))).isCloseTo(0.3 - 1.0 / 15, within(1e-15));
        // λ = 2: 2·2/(4+2) = 2/3 and 2·(2/3)/(4/9+2) = 6/11
        assertThat(value(new OptimisticDr(2))).isCloseTo(0.3 + (0.4 - 6.0 / 55) / 2, within(1e-15));
        // λ = .5: 2/1.5 = 4/3 and (2/3)/(5/6) = 4/5
        assertThat(value(new SubGaussian(0.5))).isCloseTo(0.3 + (0.8 - 0.16) / 2, within(1e-15));
    }

    @Test
    void standardErrorIsThatOfTheMean() { // terms 2 and 0: s² = 2, error √(2/2) = 1
        assertThat(evaluation(new Ips()).estimates().get(0).standardError()).isCloseTo(1, within(1e-15));
    }

    /** 0 or 1 with share p has kurtosis (1 − 3pq) / pq: 1 for a half, 73/9 for a tenth. */
    @Test
    void rareRewardsLeaveFewDegreesOfFreedom() {
        assertThat(freedom(2)).isEqualTo(99);
        assertThat(freedom(10)).isCloseTo(200 / (73.0 / 9 - 1), within(1e-9));
    }

    private static double freedom(int every) {
        Evaluation evaluation = new Evaluation(List.of(new Ips()));
        for (int i = 0; i < 100; i++) {
            evaluation.add(i, 0, 1, i % every == 0 ? 1 : 0, new double[] {1});
        }
        return evaluation.estimates().get(0).freedom();
    }

    @Test
    void rowsOfOneUnitCountAsOneObservation() {
        Evaluation once = new Evaluation(List.of(new Ips()), 64);
        Evaluation thrice = new Evaluation(List.of(new Ips()), 64);
        for (int unit = 0; unit < 50; unit++) {
            double reward = CounterRandom.uniform(1, 2, unit);
            for (int copy = 0; copy < 3; copy++) {
                thrice.add(unit, 0, 0.5, reward, HALF);
            }
            once.add(unit, 0, 0.5, reward, HALF);
        }
        assertThat(thrice.estimates().get(0).value())
                .isCloseTo(once.estimates().get(0).value(), within(1e-14));
        assertThat(thrice.estimates().get(0).standardError())
                .isCloseTo(once.estimates().get(0).standardError(), within(1e-14));
    }

    @Test
    void policyThatLoggedIsWorthItsMeanReward() {
        Evaluation evaluation = new Evaluation(List.of(new Ips(), new Snips()));
        double[] policy = {0.2, 0.3, 0.5};
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
            int action = i % 3;
            double reward = CounterRandom.uniform(3, action, i);
            sum += reward;
            evaluation.add(i, action, policy[action], reward, policy);
        }
        for (Estimate estimate : evaluation.estimates()) {
            assertThat(estimate.value()).isCloseTo(sum / 1000, within(1e-12));
        }
    }

    @Test
    void partsMergeToTheWhole() {
        List<Estimator> all = List.of(new Ips(), new Snips(), new DoublyRobust(), new SelfNormalisedDr());
        Evaluation whole = new Evaluation(all, 32);
        Evaluation[] parts = {new Evaluation(all, 32), new Evaluation(all, 32)};
        for (int i = 0; i < 200; i++) {
            double reward = CounterRandom.uniform(5, 0, i);
            whole.add(i, i % 2, 0.4, reward, HALF, 0, 2, VALUES, 0);
            parts[i / 100].add(i, i % 2, 0.4, reward, HALF, 0, 2, VALUES, 0);
        }
        parts[0].merge(parts[1]);
        for (int e = 0; e < all.size(); e++) {
            Estimate expected = whole.estimates().get(e);
            Estimate merged = parts[0].estimates().get(e);
            assertThat(merged.value()).isCloseTo(expected.value(), within(1e-13));
            assertThat(merged.standardError()).isCloseTo(expected.standardError(), within(1e-13));
            assertThat(merged.rows()).isEqualTo(200);
        }
    }

    @Test
    void badRowsAreNamedAndNotCounted() {
        Evaluation evaluation = evaluation(new Ips());
        assertThatThrownBy(() -> evaluation.add(2, 0, 0, 1, HALF))
                .hasMessage("row 2: propensity must be in (0, 1], was 0.0");
        assertThatThrownBy(() -> evaluation.add(2, 0, Double.NaN, 1, HALF)).hasMessageContaining("row 2: propensity");
        assertThatThrownBy(() -> evaluation.add(2, 2, 0.5, 1, HALF)).hasMessage("row 2: action must be 0 to 1, was 2");
        assertThatThrownBy(() -> evaluation.add(2, 0, 0.5, Double.NaN, HALF))
                .hasMessage("row 2: reward must be finite, was NaN");
        assertThatThrownBy(() -> evaluation.add(2, 0, 0.5, 1, new double[] {0.5, 0.4}))
                .hasMessageContaining("sum to 1");
        assertThat(evaluation.rows()).isEqualTo(2);
    }

    @Test
    void stabilisedWeightsOfAConstantVarianceAreAPlainMean() {
        StabilisedAipw steady = new StabilisedAipw(100);
        for (int i = 0; i < 1000; i++) {
            steady.add(i % 2 == 0 ? 2 : 0, 1, 0.5, 0.5, 1); // terms 1.5 and .5
        }
        assertThat(steady.estimate().value()).isCloseTo(1, within(1e-12));
        assertThat(steady.estimate().standardError()).isCloseTo(0.5 / Math.sqrt(1000), within(1e-12));
    }
}
