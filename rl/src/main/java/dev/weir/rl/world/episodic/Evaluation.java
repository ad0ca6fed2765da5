package dev.weir.rl.world.episodic;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Policy;

/** What a policy earns that always does what it values most. */
public final class Evaluation {
    private Evaluation() {}

    /** Mean undiscounted return of so many fresh episodes of the world's first unit under this seed. */
    public static double meanReturn(EpisodicWorld world, Policy policy, int episodes, long seed) {
        Life life = world.withSeed(seed).life(0);
        double sum = 0;
        for (int ended = 0; ended < episodes; ) {
            Life.Step step = act(world, policy, life);
            sum += step.reward();
            if (step.terminal() || step.truncated()) {
                ended++;
            }
        }
        return sum / episodes;
    }

    /** Mean reward a step over all units, each so many steps long, the first {@code warmUp} not counted. */
    public static double meanReward(EpisodicWorld world, Policy policy, int warmUp, int steps, long seed) {
        EpisodicWorld fresh = world.withSeed(seed);
        double sum = 0;
        for (int unit = 0; unit < fresh.units(); unit++) {
            Life life = fresh.life(unit);
            for (int i = 0; i < warmUp + steps; i++) {
                double reward = act(fresh, policy, life).reward();
                sum += i < warmUp ? 0 : reward;
            }
        }
        return sum / ((double) fresh.units() * steps);
    }

    /** The same of the rule that {@link Life#baseline()} is. */
    public static double baselineReward(EpisodicWorld world, int warmUp, int steps, long seed) {
        EpisodicWorld fresh = world.withSeed(seed);
        double sum = 0;
        for (int unit = 0; unit < fresh.units(); unit++) {
            Life life = fresh.life(unit);
            for (int i = 0; i < warmUp + steps; i++) {
                double reward = life.act(life.baseline()).reward();
                sum += i < warmUp ? 0 : reward;
            }
        }
        return sum / ((double) fresh.units() * steps);
    }

    private static Life.Step act(EpisodicWorld world, Policy policy, Life life) {
        Situation situation = life.situation();
        return life.act(world.problem().actionIndex(situation, policy.greedy(situation)));
    }
}
