package dev.weir.rl.world;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import java.util.Map;

/** A made-up world, or one of recorded ratings, that is decided in round by round; a pure function of its seed. */
public interface World {
    /** What is decided in it. */
    DecisionProblem problem();

    /** Rounds of one pass over the world's data; {@link Long#MAX_VALUE} where it never ends. */
    long roundsOfAPass();

    /** The round at an index from 0 on; the same whatever was decided before. */
    Round round(long index);

    /** What others would earn here. */
    Baselines baselines();

    /** One situation and what each action would bring. */
    interface Round {
        /** Who is decided for. */
        String unit();

        /** What is known and what can be done. */
        Situation situation();

        /** What happens after the action of this index, as an outcome's metrics. */
        Map<String, Double> metrics(int action);

        /** The reward that these metrics stand for. */
        double reward(int action);

        /** Expectation of the reward given the situation; NaN where nobody knows it. */
        double expectedReward(int action);
    }

    /**
     * Mean reward a round of three deciders.
     *
     * @param uniform   any action with the same probability
     * @param bestFixed the one action (or candidate identity) that is best over all situations
     * @param best      the best action in every situation
     */
    record Baselines(double uniform, double bestFixed, double best) {}
}
