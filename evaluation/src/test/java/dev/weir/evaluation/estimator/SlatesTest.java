package dev.weir.evaluation.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Two slots of two actions, all four slates enumerated with the probability of the log: expectations, not samples. */
class SlatesTest {
    private static final double[][] LOGGED = {{0.3, 0.7}, {0.6, 0.4}};
    private static final double[][] POLICY = {{0.9, 0.1}, {0.2, 0.8}};

    private interface Term {
        double of(double[] weights, int a, int b);
    }

    private static double underTheLog(Term term) {
        double expected = 0;
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                double[] weights = {POLICY[0][a] / LOGGED[0][a], POLICY[1][b] / LOGGED[1][b]};
                expected += LOGGED[0][a] * LOGGED[1][b] * term.of(weights, a, b);
            }
        }
        return expected;
    }

    private static double underThePolicy(double[][] reward) {
        double expected = 0;
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                expected += POLICY[0][a] * POLICY[1][b] * reward[a][b];
            }
        }
        return expected;
    }

    @Test
    void productIsExactForAnyReward() {
        double[][] reward = {{1, 5}, {-2, 7}};
        assertThat(underTheLog((w, a, b) -> Slates.product(w, 0, 2) * reward[a][b]))
                .isCloseTo(underThePolicy(reward), within(1e-14));
    }

    @Test
    void pseudoInverseIsExactForSumsOfSlots() {
        double[][] sum = {{1 + 2, 1 + 5}, {4 + 2, 4 + 5}};
        assertThat(underTheLog((w, a, b) -> Slates.pseudoInverse(w, 0, 2) * sum[a][b]))
                .isCloseTo(underThePolicy(sum), within(1e-14));
    }

    @Test
    void independentIsExactForRewardsOfSlots() {
        double[][] bySlot = {{1, 4}, {2, 5}};
        double[][] sum = {{1 + 2, 1 + 5}, {4 + 2, 4 + 5}};
        assertThat(underTheLog((w, a, b) -> Slates.independent(w, new double[] {bySlot[0][a], bySlot[1][b]}, 0, 2)))
                .isCloseTo(underThePolicy(sum), within(1e-14));
    }

    @Test
    void cascadeIsExactWhereTheUpperSlotMovesTheLower() {
        double[] upper = {1, 4};
        double[][] lower = {{2, 0}, {3, 6}};
        double[][] sum = {{1 + 2, 1 + 0}, {4 + 3, 4 + 6}};
        assertThat(underTheLog((w, a, b) -> Slates.cascade(w, new double[] {upper[a], lower[a][b]}, 0, 2)))
                .isCloseTo(underThePolicy(sum), within(1e-14));
    }
}
