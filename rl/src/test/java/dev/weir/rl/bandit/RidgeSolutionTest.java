package dev.weir.rl.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.feature.SparseVector;
import dev.weir.rl.random.CounterRandom;
import org.junit.jupiter.api.Test;

class RidgeSolutionTest {
    /**
     * Three transitions on two features, by hand. φ = (1,0), (1,2), (1,4), r = 1, 2, 6. A = [[3,6],[6,20]], b = (9,28);
     * s = (1, √(20/3)), so A' = [[3, 6/s₂],[6/s₂, 3]], b' = (9, 28/s₂); with λ = 1: A' + λI = [[4, c],[c, 4]],
     * c = 6/s₂ = 2.32379000772445, b'₂ = 28/s₂ = 10.8443533693808, determinant 16 − c² = 10.6;
     * θ'₁ = (4·9 − c·b'₂)/10.6 = 1.01886792452830, θ'₂ = (4·b'₂ − c·9)/10.6 = 2.11919183723310, θ₂ = θ'₂/s₂.
     */
    @Test
    void solvesRidgeRegressionOnRescaledFeatures() {
        RidgeStatistics statistics = new RidgeStatistics(2, 1);
        statistics.add(vector(1, 0), 1);
        statistics.add(vector(1, 2), 2);
        statistics.add(vector(1, 4), 6);

        RidgeSolution solution = RidgeSolution.of(statistics, 1);

        assertThat(solution.mean()[0]).isCloseTo(10.8 / 10.6, within(1e-12));
        assertThat(solution.mean()[1]).isCloseTo((4 * 4.2 - 0.9 * 9) / 10.6, within(1e-12));
        // residual: Σr² − θᵀb = 41 − (9·1.018867… + 28·0.820754…) and one pseudo-transition of 41/3
        double residual = 41 - (9 * 10.8 / 10.6 + 28 * (4 * 4.2 - 8.1) / 10.6);
        assertThat(solution.deviation()).isCloseTo(Math.sqrt((residual + 41.0 / 3) / 4), within(1e-12));
    }

    /** γ = 0.5: the older of two transitions counts half, so that A = 1.5, b = 0.5·4 + 2 = 4, s² = 1, θ = 4 / (1.5 + λ). */
    @Test
    void forgetsByScalingOlderTransitions() {
        RidgeStatistics statistics = new RidgeStatistics(1, 0.5);
        statistics.add(vector(1), 4);
        statistics.add(vector(1), 2);

        assertThat(statistics.effectiveTransitions()).isCloseTo(1.5, within(1e-15));
        assertThat(RidgeSolution.of(statistics, 0.5).mean()[0]).isCloseTo(4 / 2.0, within(1e-12));
    }

    @Test
    void keepsForgettingWhenWeightsWouldOverflow() {
        RidgeStatistics statistics = new RidgeStatistics(1, 0.001);
        for (int i = 0; i < 500; i++) {
            statistics.add(vector(1), i);
        }
        // Σ 0.001^k = 1/0.999, Σ 0.001^k (499 − k) ≈ 499/0.999 − 0.001/0.999²
        assertThat(statistics.effectiveTransitions()).isCloseTo(1 / 0.999, within(1e-12));
        assertThat(statistics.moment(0)).isCloseTo(499 / 0.999 - 0.001 / 0.999 / 0.999, within(1e-9));
    }

    /** Sample covariance of 20,000 draws against σ² D⁻¹(LLᵀ)⁻¹D⁻¹; its relative standard error is 1 %, five are allowed. */
    @Test
    void drawsFromThePosterior() {
        RidgeStatistics statistics = new RidgeStatistics(2, 1);
        for (int i = 0; i < 50; i++) {
            double x = CounterRandom.uniform(3, 1, i);
            statistics.add(vector(1, x), 2 - x + CounterRandom.uniform(3, 2, i));
        }
        RidgeSolution solution = RidgeSolution.of(statistics, 1);
        int draws = 20_000;
        double[] sample = solution.draws(draws, 1, 9, 50);
        double[] mean = new double[2];
        double[][] covariance = new double[2][2];
        for (int m = 0; m < draws; m++) {
            double[] z = {sample[m] - solution.mean()[0], sample[draws + m] - solution.mean()[1]};
            for (int i = 0; i < 2; i++) {
                mean[i] += z[i] / draws;
                for (int j = 0; j < 2; j++) {
                    covariance[i][j] += z[i] * z[j] / draws;
                }
            }
        }
        double s0 = Math.sqrt(statistics.gram(0, 0) / 50);
        double s1 = Math.sqrt(statistics.gram(1, 1) / 50);
        double a = statistics.gram(0, 0) / s0 / s0 + 1;
        double b = statistics.gram(1, 0) / s0 / s1;
        double c = statistics.gram(1, 1) / s1 / s1 + 1;
        double variance = solution.deviation() * solution.deviation() / (a * c - b * b);
        assertThat(covariance[0][0]).isCloseTo(variance * c / s0 / s0, within(0.05 * variance * c / s0 / s0));
        assertThat(covariance[1][1]).isCloseTo(variance * a / s1 / s1, within(0.05 * variance * a / s1 / s1));
        assertThat(covariance[0][1])
                .isCloseTo(
                        -variance * b / s0 / s1, within(0.05 * variance * c / s0 / s0 + 0.05 * variance * a / s1 / s1));
        assertThat(mean[0]).isCloseTo(0, within(5 * Math.sqrt(covariance[0][0] / draws)));
    }

    /** LinUCB's deviation of an estimate is the norm of root · φ: φ = (0, 1) gives the posterior deviation of θ₂. */
    @Test
    void rootsTheCovariance() {
        RidgeStatistics statistics = new RidgeStatistics(2, 1);
        statistics.add(vector(1, 1), 1);
        statistics.add(vector(1, 3), 2);
        RidgeSolution solution = RidgeSolution.of(statistics, 2);
        // A' + 2I = [[4, 4/√5],[4/√5, 4]], s = (1, √5), determinant 16 − 16/5 = 12.8
        double expected = solution.deviation() * Math.sqrt(4 / 12.8 / 5);
        assertThat(Math.abs(solution.root()[2])).isCloseTo(expected, within(1e-12));
    }

    private static SparseVector vector(double... values) {
        SparseVector vector = new SparseVector();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                vector.add(i, values[i]);
            }
        }
        return vector;
    }
}
