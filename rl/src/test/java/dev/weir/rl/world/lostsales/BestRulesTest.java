package dev.weir.rl.world.lostsales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestRulesTest {
    @ParameterizedTest
    @CsvSource({ // lostsales.json, Poisson(5), h = 1
        "1, 4, 12, 4.1628028, 12, 6, 4.06542",
        "1, 39, 16, 7.8626467, 16, 9, 7.84248",
        "2, 4, 16, 4.6386441, 17, 5, 4.40573",
        "2, 19, 21, 7.8421742, 21, 7, 7.72086"
    })
    void areWhatAnIndependentSearchFound(
            int leadTime, double penalty, int upTo, double baseStock, int cappedUpTo, int cap, double capped) {
        BestRules best = BestRules.of(new LostSales(new Demand.Poisson(5), leadTime, 1, penalty));

        assertThat(best.upTo()).isEqualTo(upTo);
        assertThat(best.baseStock()).isCloseTo(baseStock, within(2e-6));
        assertThat(best.cappedUpTo()).isEqualTo(cappedUpTo);
        assertThat(best.cap()).isEqualTo(cap);
        assertThat(best.capped()).isCloseTo(capped, within(2e-5));
        assertThat(best.order()).isEqualTo(4);
        assertThat(best.constant()).isCloseTo(penalty + 1.2747943, within(1e-5));
    }
}
