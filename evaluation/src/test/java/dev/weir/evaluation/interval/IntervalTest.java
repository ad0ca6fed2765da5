package dev.weir.evaluation.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.GroupSums;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scipy 1.17.1: {@code stats.t.ppf}, {@code stats.beta.ppf}, {@code stats.norm.cdf}, {@code stats.bootstrap}, {@code optimize}. */
class IntervalTest {
    private static final int ROWS = 60;

    @ParameterizedTest
    @CsvSource({
        "0.975, 1, 12.706204736174694",
        "0.975, 4, 2.7764451051977934",
        "0.975, 10, 2.228138851986274",
        "0.995, 30, 2.7499956535672254",
        "0.975, 9999, 1.960201263621357",
        "0.9, 2.5, 1.7302509288071766"
    })
    void quantilesOfStudent(double p, double freedom, double expected) {
        assertThat(Student.quantile(p, freedom)).isCloseTo(expected, within(1e-10 * expected));
        assertThat(Student.quantile(1 - p, freedom)).isCloseTo(-expected, within(1e-9 * expected));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 10, 0.18708602844739855, 0.8129139715526015",
        "0, 10, 0, 0.3084971078187607",
        "46, 10000, 0.003369687674692381, 0.00613104108261875",
        "2.5, 8, 0.05596688972465874, 0.7051765537196912",
        "10, 10, 0.6915028921812392, 1"
    })
    void clopperPearson(double successes, double trials, double lower, double upper) {
        Interval interval = ClopperPearson.of(successes, trials, 0.95);
        assertThat(interval.lower()).isCloseTo(lower, within(1e-11));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({
        "-8, 6.22096057427174e-16",
        "-3.3, 0.00048342414238377744",
        "-1, 0.15865525393145707",
        "0.2, 0.579259709439103",
        "2.5, 0.9937903346742238",
        "7, 0.9999999999987201"
    })
    void normal(double z, double expected) {
        assertThat(Normal.cumulative(z)).isCloseTo(expected, within(2e-14 * expected + 1e-16));
    }

    /** xᵢ = −ln(1 − (i + ½)/60), mean of five runs of 200,000 resamples each; ours vary by about .003 at 50,000. */
    @Test
    void bootstrapOfASkewedSample() {
        double[] x = new double[ROWS];
        Arrays.setAll(x, i -> -StrictMath.log(1 - (i + 0.5) / ROWS));
        GroupSums sums = new GroupSums("mean", ones(), ones(), x, new double[0]);
        Bootstrap bootstrap = new Bootstrap(50_000, 17);
        Offset<Double> resampling = within(0.007);
        Interval bca = bootstrap.bca(sums, 0.95);
        assertThat(bca.lower()).isCloseTo(0.7833662, resampling);
        assertThat(bca.upper()).isCloseTo(1.2842857, resampling);
        Interval percentile = bootstrap.percentile(sums, 0.95);
        assertThat(percentile.lower()).isCloseTo(0.7621894, resampling);
        assertThat(percentile.upper()).isCloseTo(1.2514334, resampling);
    }

    /** The least and the greatest Σ p w r by {@code optimize.minimize(method='SLSQP')} under the constraints themselves. */
    @Test
    void cressieRead() {
        Interval interval = CressieRead.of(weighted(0), 0.95);
        assertThat(interval.lower()).isCloseTo(0.1157273351, within(1e-8));
        assertThat(interval.upper()).isCloseTo(0.3934190063, within(1e-8));
    }

    /** {@code optimize.minimize} over the multipliers, {@code optimize.brentq} over the value. */
    @Test
    void empiricalLikelihood() {
        Interval interval = EmpiricalLikelihood.of(weighted(0), 0.95);
        assertThat(interval.lower()).isCloseTo(0.14040074, within(1e-7));
        assertThat(interval.upper()).isCloseTo(0.40126823, within(1e-7));
    }

    @Test
    void likelihoodIntervalsMoveWithTheZeroOfRewards() {
        assertThat(CressieRead.of(weighted(5), 0.95).lower())
                .isCloseTo(5 + CressieRead.of(weighted(0), 0.95).lower(), within(1e-9));
        assertThat(EmpiricalLikelihood.of(weighted(5), 0.95).lower())
                .isCloseTo(5 + EmpiricalLikelihood.of(weighted(0), 0.95).lower(), within(1e-7));
    }

    @Test
    void empiricalBernsteinIsItsFormula() { // ln(4/.05) = 4.382026634673881
        Interval interval = EmpiricalBernstein.of(0.5, 0.25, 101, 2, 0.95);
        double half = Math.sqrt(0.5 * 4.382026634673881 / 101) + 14 * 4.382026634673881 / 300;
        assertThat(interval.upper()).isCloseTo(0.5 + half, within(1e-12));
        assertThat(interval.lower()).isCloseTo(0.5 - half, within(1e-12));
    }

    @Test
    void oneGroupPromisesNothing() {
        assertThat(Student.of(new Estimate("ips", 1, Double.NaN, 1, 1, 1), 0.95).width())
                .isInfinite();
        assertThatThrownBy(() -> new Interval(2, 1, 0.95)).hasMessageContaining("lower must not be above upper");
        assertThatThrownBy(() -> ClopperPearson.of(1, 2, 95)).hasMessage("level must be in (0, 1), was 95.0");
    }

    private static GroupSums weighted(double shift) {
        double[] pattern = {0.25, 0.5, 1, 1.5, 2};
        double[] weights = new double[ROWS];
        double[] rewards = new double[ROWS];
        Arrays.setAll(weights, i -> pattern[i % 5]);
        Arrays.setAll(rewards, i -> weights[i] * (shift + (i * 7 % 11 < 3 ? 1 : 0)));
        return new GroupSums("snips", ones(), weights, new double[ROWS], rewards);
    }

    private static double[] ones() {
        double[] ones = new double[ROWS];
        Arrays.fill(ones, 1);
        return ones;
    }
}
