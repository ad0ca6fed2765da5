package dev.weir.rl.world.lostsales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.world.lostsales.LostSales.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Literals of an independent value iteration (lostsales.json), h = 1, mean demand 5. */
class ExactRuleCostTest {
    @ParameterizedTest
    @CsvSource({
        "poisson, 1, 4, 12, 4.1628028, 12, 6, 4.06542",
        "poisson, 1, 9, 13, 5.5474715, 14, 6, 5.48123",
        "poisson, 1, 19, 15, 6.7277852, 15, 8, 6.68775",
        "poisson, 1, 39, 16, 7.8626467, 16, 9, 7.84248",
        "poisson, 2, 4, 16, 4.6386441, 17, 5, 4.40573",
        "poisson, 2, 9, 19, 6.3162612, 19, 6, 6.1191",
        "poisson, 2, 19, 21, 7.8421742, 21, 7, 7.72086",
        "poisson, 2, 39, 22, 9.1902782, 22, 8, 9.13259"
    })
    void classicalRulesCostWhatValueIterationOnAllStatesSays(
            String demand, int leadTime, double penalty, int s, double baseStock, int cs, int cap, double capped) {
        LostSales world = world(demand, leadTime, penalty);

        assertThat(ExactRuleCost.of(world, Rule.baseStock(s), 200)).isCloseTo(baseStock, within(2e-6));
        assertThat(ExactRuleCost.of(world, Rule.cappedBaseStock(cs, cap), 200)).isCloseTo(capped, within(3e-5));
    }

    @Test
    void constantOrderIsCutAtTheBoundAlone() {
        assertThat(ExactRuleCost.of(world("poisson", 2, 4), Rule.constant(4), 200))
                .isCloseTo(5.2747943, within(1e-5));
    }

    @Test
    void ruleThatAlwaysOrdersTooMuchPaysForTheBound() {
        assertThat(ExactRuleCost.of(world("poisson", 2, 4), Rule.constant(20), 60))
                .isGreaterThan(40);
    }

    @Test
    void agreesWithValueIterationOnAllStatesAtLeadTimeThree() {
        LostSales world = world("poisson", 3, 9);

        assertThat(ExactRuleCost.of(world, Rule.cappedBaseStock(24, 6), 100))
                .isCloseTo(new ExactLostSales(world, 24).cost(Rule.cappedBaseStock(24, 6)), within(1e-7));
    }

    @Test
    void ruleThatSettlesInSeveralWaysCostsWhatTheyDoFromAnEmptyPipeline() {
        LostSales world = world("poisson", 1, 4);
        Rule never = x -> x[0] == 0 ? 0 : Rule.baseStock(12).order(x); // nothing from nothing
        Rule either = x -> x[0] == 0 ? 7 : x[0] == 7 ? 0 : x[0] < 7 ? (x[0] == 6 ? 0 : 1) : 0;

        assertThat(ExactRuleCost.of(world, never, 100)).isCloseTo(20, within(1e-6));
        assertThat(ExactRuleCost.of(world, either, 100)).isBetween(4.0, 20.0);
    }

    private static LostSales world(String demand, int leadTime, double penalty) {
        Demand of = demand.equals("poisson") ? new Demand.Poisson(5) : new Demand.Geometric(5);
        return new LostSales(of, leadTime, 1, penalty);
    }
}
