package dev.weir.rl.world.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.episodic.Evaluation;
import dev.weir.rl.world.episodic.Life;
import dev.weir.rl.world.lostsales.Demand;
import dev.weir.rl.world.lostsales.ExactRuleCost;
import dev.weir.rl.world.lostsales.LostSales;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShopsTest {
    private static final Shops CHAIN = new Shops(ShopSettings.DEFAULT, 7);

    @Test
    void meansRunOverThreeDecades() {
        int[] decades = new int[3];
        for (int unit = 0; unit < CHAIN.units(); unit++) {
            double mean = CHAIN.item(unit).mean();
            assertThat(mean).isBetween(0.5, 500.0);
            decades[mean < 5 ? 0 : mean < 50 ? 1 : 2]++;
        }
        for (int units : decades) {
            assertThat(units).isBetween(250, 420); // a third of 1,000, deviation 15
        }
    }

    @Test
    void noOrderExceedsItsCapOrBreaksAPackOrMinimumWhateverIsExplored() {
        for (int unit = 0; unit < 300; unit++) {
            Item item = CHAIN.item(unit);
            Life life = CHAIN.life(unit);
            for (int t = 0; t < 50; t++) {
                int action = (int) (21 * CounterRandom.uniform(1, unit, t));
                double ordered = life.act(action).metrics().get("ordered");
                assertThat(ordered % item.pack()).isZero();
                assertThat(ordered).isLessThanOrEqualTo(item.cap());
                assertThat(ordered == 0 || ordered >= item.minimum()).isTrue();
            }
        }
    }

    @Test
    void demandHasItsMeanInEveryDecadeAndSeason() {
        Shops chain = new Shops(ShopSettings.DEFAULT.ofSize(1, 40).in(new ShopSettings.Market(0.5, true, -1, 1)), 3);
        for (int unit = 0; unit < chain.units(); unit++) {
            Item item = chain.item(unit);
            double sum = 0;
            for (int t = 0; t < 7000; t++) {
                sum += chain.demand(item, unit, t);
            }
            double error = 5 * item.deviation() * 1.2 / Math.sqrt(7000); // five deviations, the season's added
            assertThat(sum / 7000).isCloseTo(item.mean(), within(error));
        }
    }

    @Test
    void shiftMultipliesDemandFromItsPeriodOn() {
        Shops shifted = new Shops(ShopSettings.DEFAULT.ofSize(1, 20).in(new ShopSettings.Market(0, true, 500, 1.6)), 3);
        Shops plain = new Shops(ShopSettings.DEFAULT.ofSize(1, 20), 3);
        Item item = plain.item(0);
        double before = 0;
        double after = 0;
        for (int t = 0; t < 500; t++) {
            assertThat(shifted.demand(item, 0, t)).isEqualTo(plain.demand(item, 0, t));
            before += plain.demand(item, 0, t);
            after += shifted.demand(item, 0, 500 + t);
        }
        assertThat(after / before).isCloseTo(1.6, within(0.3));
    }

    @Test
    void simulatedCostOfABaseStockRuleIsItsExactCost() {
        for (int seed = 0; seed < 40; seed++) {
            Shops one = new Shops(ShopSettings.DEFAULT.ofSize(1, 1), seed);
            Item item = one.item(0);
            if (item.mean() < 20 && !item.bursty()) {
                Reorder rule = Reorder.newsvendor(0);
                double exact = ExactRuleCost.of(
                        new LostSales(new Demand.Poisson(item.mean()), item.leadTime(), item.holding(), item.penalty()),
                        x -> item.feasible(Math.max(
                                0,
                                rule.wish(
                                        item,
                                        item.mean() * (item.leadTime() + 1),
                                        Arrays.stream(x).sum()))),
                        1000);
                assertThat(one.cost(rule, 50, 50_000) * item.scale()).isCloseTo(exact, within(0.05 * exact));
            }
        }
    }

    @Test
    void rewardWithoutKnowingWhatWasLostIsOnAverageTheSame() {
        Shops known = new Shops(ShopSettings.DEFAULT.ofSize(1, 30), 4);
        Shops censored = new Shops(ShopSettings.DEFAULT.ofSize(1, 30).in(new ShopSettings.Market(0, false, -1, 1)), 4);

        double cost = Evaluation.baselineReward(known, 20, 4000, 5);
        assertThat(Evaluation.baselineReward(censored, 20, 4000, 5)).isCloseTo(cost, within(0.03 * -cost));
        assertThat(censored.life(0).act(3).metrics()).doesNotContainKeys("lost", "penalty_cost");
    }

    @Test
    void capOnOrdersBeatsBaseStockWhichBeatsTheConstantOrder() {
        ShopBaselines best = ShopBaselines.of(new Shops(ShopSettings.DEFAULT.ofSize(2, 50), 4), 30, 300);

        assertThat(best.capped()).isLessThan(best.baseStock());
        assertThat(best.baseStock()).isLessThanOrEqualTo(best.newsvendor());
        assertThat(best.newsvendor()).isLessThan(best.constant());
    }

    @Test
    void baselineIsTheNewsvendorsLevelToTheNearestThatThereIs() {
        Shops chain = new Shops(ShopSettings.DEFAULT.ofSize(2, 50), 4);
        double newsvendor = chain.withSeed(5).cost(Reorder.newsvendor(0), 30, 500);

        assertThat(-Evaluation.baselineReward(chain, 30, 500, 5)).isCloseTo(newsvendor, within(0.02 * newsvendor));
    }
}
