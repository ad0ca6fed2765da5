package dev.weir.rl.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.world.World.Round;
import org.junit.jupiter.api.Test;

class NewsvendorTest {
    /** Values of the shared data's newsvendor.json, which another program computed. */
    @Test
    void knowsItsBaselines() {
        World.Baselines baselines = new Newsvendor(1).baselines();
        assertThat(baselines.best()).isCloseTo(40.2947, within(5e-5));
        assertThat(baselines.bestFixed()).isCloseTo(32.9987, within(5e-5));
        assertThat(baselines.uniform()).isCloseTo(3.6492, within(5e-5));
    }

    /** Mean of 50,000 rewards of the quantity 15: their standard error is below 0.15. */
    @Test
    void paysWhatItExpects() {
        Newsvendor world = new Newsvendor(4);
        double paid = 0;
        double expected = 0;
        for (int i = 0; i < 50_000; i++) {
            Round round = world.round(i);
            paid += round.reward(15) / 50_000;
            expected += round.expectedReward(15) / 50_000;
        }
        assertThat(paid).isCloseTo(expected, within(0.45));
    }

    @Test
    void saysTheSameWithMetricsAndReward() {
        Round round = new Newsvendor(4).round(17);
        var metrics = round.metrics(20);
        assertThat(metrics.get("revenue") - 3 * metrics.get("ordered") + metrics.get("left"))
                .isEqualTo(round.reward(20));
    }
}
