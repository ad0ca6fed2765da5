package dev.weir.rl.world.lostsales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.world.lostsales.LostSales.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Average costs of Poisson(5) and geometric demand, h = 1: Zipkin 2008 to two decimals, and an independent value iteration to 1e-6. */
class ExactLostSalesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 4, 14, 4.04071115, 12, 4.1628028, 12, 6, 4.06542",
        "1, 9, 15, 5.43821945, 13, 5.5474715, 14, 6, 5.48123",
        "1, 19, 16, 6.675744, 15, 6.7277852, 15, 8, 6.68775",
        "1, 39, 18, 7.835949, 16, 7.8626467, 16, 9, 7.84248"
    })
    void optimumAndClassicalRulesCostWhatTheLiteratureSays(
            int leadTime,
            double penalty,
            int bound,
            double optimum,
            int s,
            double baseStock,
            int cs,
            int cap,
            double capped) {
        var exact = new ExactLostSales(new LostSales(new Demand.Poisson(5), leadTime, 1, penalty), bound);

        assertThat(exact.optimum().averageCost()).isCloseTo(optimum, within(2e-6));
        assertThat(exact.cost(Rule.baseStock(s))).isCloseTo(baseStock, within(2e-6));
        assertThat(exact.cost(Rule.cappedBaseStock(cs, cap))).isCloseTo(capped, within(2e-5));
    }

    @ParameterizedTest
    @CsvSource({"4, 4.39529515", "19, 7.6644"})
    void optimumWithLeadTimeTwo(double penalty, double optimum) {
        var exact = new ExactLostSales(new LostSales(new Demand.Poisson(5), 2, 1, penalty), 24);

        assertThat(exact.optimum().averageCost()).isCloseTo(optimum, within(5e-5));
    }

    @Test
    void optimalOrderAtTheEmptyPipelineIsSix() { // optimal_policy_poisson_L2_p4.csv, first row
        var exact = new ExactLostSales(new LostSales(new Demand.Poisson(5), 2, 1, 4), 24);

        assertThat(exact.optimum().order(0, 0)).isEqualTo(6);
    }

    @Test
    void probabilitiesSumToOneAndHaveTheMean() {
        for (Demand demand : new Demand[] {new Demand.Poisson(5), new Demand.Geometric(5), new Demand.Poisson(300)}) {
            double sum = 0;
            double mean = 0;
            double[] p = demand.probabilities();
            for (int k = 0; k < p.length; k++) {
                sum += p[k];
                mean += k * p[k];
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
            assertThat(mean).isCloseTo(demand.mean(), within(1e-9));
        }
    }
}
