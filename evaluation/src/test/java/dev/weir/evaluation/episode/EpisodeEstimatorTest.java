package dev.weir.evaluation.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Two episodes worked by hand, γ = ½. First: ρ = 2, then ½ (together 1), rewards 1, 4. Second: ρ = ½, reward 2, ended.
 */
class EpisodeEstimatorTest {
    private static final EpisodeLog LOG = new EpisodeLog(
            new int[] {0, 2, 3},
            new int[] {0, 1, 1},
            new double[] {1, 4, 2},
            new boolean[] {false, false, true},
            new double[] {0.4, 0.4, 0.4},
            new double[] {0.8, 0.2, 0.8, 0.2, 0.8, 0.2},
            new double[] {0.8, 0.2, 0.8, 0.2, 0.8, 0.2},
            2,
            0.5);
    private static final StepValues VALUES = new StepValues(new double[] {1, 2, 3}, new double[] {2, 1, 4});

    private static double value(EpisodeEstimator estimator) {
        return estimator.sums(LOG, VALUES).value();
    }

    @Test
    void formulasGiveWhatHandsGive() {
        assertThat(value(new TrajectoryIs(false))).isCloseTo((1 * 3 + 0.5 * 2) / 2, within(1e-15));
        assertThat(value(new TrajectoryIs(true))).isCloseTo(4 / 1.5, within(1e-15));
        assertThat(value(new SequentialDr(false))).isCloseTo((2 + 0.5 * 4 + 0.5 * 2) / 2, within(1e-15));
        // first: 2 + 2(1−1) + ½(2·1 + 1(4−2)) = 4; second: 4 + ½(2−3) = 3.5
        assertThat(value(new SequentialDr(true))).isCloseTo(3.75, within(1e-15));
        // t = 0: (2·1 + ½·2) / 2.5; t = 1: W = 1 + ½ (the second ended with ½), ½ · 4/1.5
        assertThat(value(new WeightedDr(false))).isCloseTo(1.2 + 4.0 / 3, within(1e-15));
        // t = 0: V (2+4)/2 = 3, errors (2·0 + ½·(−1))/2.5 = −.2; t = 1: ½ [2·1/2.5 + 1·2/1.5]
        assertThat(value(new WeightedDr(true))).isCloseTo(2.8 + 0.5 * (0.8 + 4.0 / 3), within(1e-15));
    }

    @Test
    void resampleOfEachEpisodeOnceIsTheEstimate() {
        double value = WeightedDr.value(LOG, VALUES, LOG.cumulativeWeights(), new double[] {1, 1});
        assertThat(value).isCloseTo(value(new WeightedDr(true)), within(1e-15));
    }

    @Test
    void partialReturnsRunFromTheModelToWeightedDoublyRobust() {
        double[][] parts = PartialReturns.of(LOG, VALUES, LOG.cumulativeWeights(), 10);
        assertThat(parts.length).isEqualTo(3);
        assertThat((parts[0][0] + parts[0][1]) / 2).isCloseTo(3, within(1e-15));
        // j = 0: 3 − .2 + ½ · 2·1/2.5
        assertThat((parts[1][0] + parts[1][1]) / 2).isCloseTo(3.2, within(1e-15));
        assertThat((parts[2][0] + parts[2][1]) / 2).isCloseTo(value(new WeightedDr(true)), within(1e-15));
    }

    @Test
    void blendLiesBetweenItsParts() {
        assertThat(value(new Magic(200, 1))).isBetween(3.0, 3.9);
    }

    @Test
    void leastOnTheSimplexIsFound() { // x₀² + 3x₁² on x₀ + x₁ = 1: x = (¾, ¼)
        double[] x = Simplex.minimise(new double[][] {{1, 0}, {0, 3}});
        assertThat(x[0]).isCloseTo(0.75, within(1e-9));
        double[] corner = Simplex.minimise(new double[][] {{1, 2}, {2, 5}});
        assertThat(corner[0]).isCloseTo(1, within(1e-9));
    }

    @Test
    void badRowsAreNamed() {
        assertThatThrownBy(() -> new EpisodeLog(
                        new int[] {0, 1},
                        new int[] {0},
                        new double[] {1},
                        new boolean[1],
                        new double[] {0},
                        new double[] {1},
                        new double[] {1},
                        1,
                        1))
                .hasMessage("row 0: propensity must be in (0, 1], was 0.0");
    }
}
