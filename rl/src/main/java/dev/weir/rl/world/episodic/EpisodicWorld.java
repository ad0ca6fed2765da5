package dev.weir.rl.world.episodic;

import dev.weir.rl.decision.DecisionProblem;

/**
 * A world of many units whose decisions have effects later. Immutable; what happens in it is a pure function of (seed,
 * unit, count of its episodes or steps) and of the actions, so that two policies meet the same luck.
 */
public interface EpisodicWorld {
    /** What is decided in it. */
    DecisionProblem problem();

    /** γ of its problem: what the next step's value counts for. */
    double discount();

    /** Formula of the reward over an outcome's metrics, as a problem file writes it. */
    String rewardFormula();

    /** Units 0 … n − 1. */
    int units();

    /** A unit from its first step on. */
    Life life(int unit);

    /** The same world under other luck. */
    EpisodicWorld withSeed(long seed);
}
