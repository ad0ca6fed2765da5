package dev.weir.rl.learn;

import dev.weir.rl.decision.DecisionProblem;

/** Configuration of one learner; one record an algorithm. */
public interface LearnerSpec {
    /** Name in the problem file, e.g. {@code linear}. */
    String algorithm();

    /**
     * A learner that has seen nothing.
     *
     * @throws IllegalArgumentException naming the key, the value and what was expected, if it cannot learn this problem
     */
    Learner create(DecisionProblem problem, long seed);
}
