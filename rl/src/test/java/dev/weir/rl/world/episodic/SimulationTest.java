package dev.weir.rl.world.episodic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.bandit.LinearBanditSpec;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.world.control.Acrobot;
import dev.weir.rl.world.control.CartPole;
import dev.weir.rl.world.lostsales.Demand;
import dev.weir.rl.world.lostsales.ExactRuleCost;
import dev.weir.rl.world.lostsales.LostSales;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final LostSales SMALL = new LostSales(new Demand.Poisson(5), 2, 1, 4);
    private static final EpisodicWorld ITEMS = new LostSalesEpisodes(SMALL, 12, 7, 0.95, 16, 3);
    private static final EpisodicWorld CART = new ControlEpisodes(new CartPole(), 3, 0.99, 5);

    @Test
    void givesTheSameTransitionsAndVersionsOnceMore() {
        assertThat(log(CART)).isEqualTo(log(CART));
        assertThat(log(ITEMS)).isEqualTo(log(ITEMS));
    }

    @Test
    void unitsTakeTurnsAndEachTransitionContinuesTheOneBeforeItOfItsUnit() {
        Map<Long, Experience> last = new HashMap<>();
        int[] ends = new int[1];
        simulation(CART).play(2000, new Simulation.Watcher() {
            @Override
            public void transition(long count, Experience e, Life.Step step) {
                Experience before = last.put(e.unit(), e);
                if (before != null && before.next() != null && before.step() + 1 == e.step()) {
                    assertThat(e.situation().features()).isEqualTo(before.next().features());
                } else if (before != null) {
                    ends[0]++;
                }
                assertThat(e.discount()).isEqualTo(step.terminal() ? 0 : 0.99);
                assertThat(e.next() == null).isEqualTo(step.terminal());
            }
        });
        assertThat(last).hasSize(3);
        assertThat(ends[0]).isGreaterThan(20);
    }

    @Test
    void truncatedEpisodeKeepsItsLastObservationAndDiscount() {
        Life life = new ControlEpisodes(new Acrobot(), 1, 0.99, 1).life(0);
        Life.Step step = life.act(1);
        for (int i = 1; i < 500; i++) {
            assertThat(step.truncated()).isFalse();
            step = life.act(1);
        }
        assertThat(step.truncated()).isTrue();
        assertThat(step.terminal()).isFalse();
        assertThat(step.next()).isNotNull().isNotEqualTo(life.situation());
    }

    @Test
    void twoRulesMeetTheSameDemand() {
        Life none = ITEMS.life(2);
        Life much = ITEMS.life(2);
        double without = 0;
        double with = 0;
        for (int i = 0; i < 300; i++) {
            without += demand(none, 0);
            with += demand(much, 12);
        }
        assertThat(without).isEqualTo(with);
        assertThat(without / 300).isCloseTo(5, within(0.5)); // deviation of the mean: 0.13
    }

    private static double demand(Life life, int order) {
        double onHand = life.situation().features().numbers()[0];
        Map<String, Double> metrics = life.act(order).metrics();
        return onHand - metrics.get("holding") + metrics.get("lost");
    }

    @Test
    void longRunCostOfTheBaselineIsItsExactCost() {
        double played = -Evaluation.baselineReward(ITEMS, 50, 20_000, 11);

        assertThat(played).isCloseTo(4.6386441, within(0.05)); // base stock at 16, lostsales.json
    }

    @Test
    void greedyRuleOfAPolicyHasAnExactCost() {
        Policy atSixteen = new Policy() {
            @Override
            public Judgement judge(dev.weir.rl.decision.Situation situation) {
                double[] values = new double[13];
                double position = Arrays.stream(situation.features().numbers()).sum();
                values[(int) Math.max(0, Math.min(12, 16 - position))] = 1;
                return new Judgement(new double[13], values);
            }

            @Override
            public List<Contribution> contributions(dev.weir.rl.decision.Situation situation, int place) {
                return List.of();
            }
        };

        assertThat(ExactRuleCost.of(SMALL, ((LostSalesEpisodes) ITEMS).greedy(atSixteen), 100))
                .isCloseTo(4.6386441, within(1e-3)); // capped at 12, which it needs only from below 4
    }

    private static Simulation simulation(EpisodicWorld world) {
        Learner learner = new LinearBanditSpec(List.of(), 0, 1, 1, new LinearBanditSpec.Exploration.EpsilonGreedy(0.5))
                .create(world.problem(), 1);
        return new Simulation(world, learner, new Simulation.Settings(100, 9));
    }

    private static List<String> log(EpisodicWorld world) {
        List<String> log = new ArrayList<>();
        simulation(world).play(500, new Simulation.Watcher() {
            @Override
            public void transition(long count, Experience e, Life.Step step) {
                log.add(e.situation().features() + " " + e.action() + " " + e.propensity() + " " + e.reward() + " "
                        + e.unit() + " " + e.step());
            }

            @Override
            public void version(long transitions, byte[] content, Policy policy) {
                log.add(transitions + " " + Arrays.hashCode(content));
            }
        });
        assertThat(log).hasSize(505);
        return log;
    }
}
