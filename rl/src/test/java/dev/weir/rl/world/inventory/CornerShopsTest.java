package dev.weir.rl.world.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.world.episodic.Evaluation;
import dev.weir.rl.world.episodic.Life;
import dev.weir.rl.world.inventory.CornerShops.Costs;
import org.junit.jupiter.api.Test;

class CornerShopsTest {
    @Test
    void costWhatTheLiteratureSaysOfEachKind() {
        // lostsales.json, Poisson(5), h = 1: best base stock and optimum at p = 4 for L = 1 and 2; two units, two kinds
        Costs costs = new CornerShops(2, 1).costs();
        assertThat(costs.optimum()).isCloseTo((4.0407 + 4.3953) / 2, within(1e-4));
        assertThat(costs.baseStock()).isCloseTo((4.1628028 + 4.6386441) / 2, within(1e-5));
        assertThat(costs.rule()).isGreaterThan(costs.baseStock());
    }

    @Test
    void costTheirRuleWhatItsExactCostIs() {
        CornerShops shops = new CornerShops(CornerShops.KINDS.size(), 7);
        double played = -Evaluation.baselineReward(shops, 100, 40_000, 11);
        // shelves never bind the rule; a unit's cost has a deviation of about 6 and 5 periods of memory: .03 is 2
        // errors
        assertThat(played).isCloseTo(shops.costs().rule(), within(0.04));
    }

    @Test
    void allowNoOrderThatTheShelfDoesNotTakeOrThatIsFarFromTheRules() {
        Life life = new CornerShops(1, 3).life(0);
        int[] allowed = java.util.Objects.requireNonNull(life.situation().allowed());
        int most = allowed[allowed.length - 1];
        assertThat(allowed[0]).isEqualTo(Math.max(0, life.baseline() - CornerShops.TRUST));
        assertThat(most).isEqualTo(life.baseline() + CornerShops.TRUST);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> life.act(most + 1))
                .hasMessageContaining("was " + (most + 1));
    }
}
