package dev.weir.rl.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianTest {
    /** Quantiles of the standard normal distribution from tables (Abramowitz and Stegun 26.2; NIST). */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.975, 1.959963984540054",
        "0.995, 2.5758293035489004",
        "0.8413447460685429, 1.0",
        "0.001, -3.090232306167813",
        "1e-10, -6.361340902404056"
    })
    void invertsTheNormalDistribution(double p, double z) {
        assertThat(Gaussian.quantile(p)).isCloseTo(z, within(1e-12 * Math.max(1, Math.abs(z)) + 1e-15));
    }

    /** 100,000 draws: the mean's standard error is 0.0032, the variance's 0.0045; four of each are allowed. */
    @Test
    void hasMeanZeroAndVarianceOne() {
        double sum = 0;
        double squares = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double z = Gaussian.at(5, 1, i);
            sum += z;
            squares += z * z;
        }
        assertThat(sum / n).isCloseTo(0, within(0.0127));
        assertThat(squares / n).isCloseTo(1, within(0.018));
    }
}
