package dev.weir.rl.bandit;

import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.World;

/** Decides in a world with the delay that the stream has: versions every so many transitions, some decisions ahead. */
final class Play {
    private Play() {}

    record Result(double mean, double meanLast, double expectedLast, double meanImportance) {}

    /**
     * @param publishEvery transitions between versions
     * @param ahead        decisions beyond what the serving version has learned from
     * @param last         decisions at the end that {@code meanLast} and {@code expectedLast} are over
     */
    static Result play(World world, LearnerSpec spec, long seed, int decisions, int publishEvery, int ahead, int last) {
        Learner learner = spec.create(world.problem(), seed);
        Policy[] versions = new Policy[decisions / publishEvery + 1];
        versions[0] = learner.policy();
        double sum = 0;
        double sumLast = 0;
        double expected = 0;
        double importance = 0;
        Experience[] experiences = new Experience[decisions];
        int learned = 0;
        for (int i = 0; i < decisions; i++) {
            while (learned < i + 1 - ahead || learned == 0 && i > ahead) {
                learner.observe(experiences[learned++]);
                if (learned % publishEvery == 0) {
                    versions[learned / publishEvery] = learner.policy();
                }
            }
            World.Round round = world.round(i);
            Decider.Choice choice = Decider.decide(
                    versions[learned / publishEvery],
                    world.problem(),
                    round.situation(),
                    CounterRandom.bits(seed, 77, i));
            double reward = round.reward(choice.action());
            experiences[i] = Experience.ofBandit(round.situation(), choice.action(), choice.propensity(), reward);
            sum += reward;
            importance += 1.0 / choice.judgement().pmf().length / choice.propensity();
            if (i >= decisions - last) {
                sumLast += reward;
                expected += round.expectedReward(choice.action());
            }
        }
        return new Result(sum / decisions, sumLast / last, expected / last, importance / decisions);
    }
}
