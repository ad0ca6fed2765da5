package dev.weir.rl.world.control;

/** An episodic world with a numeric state and a few actions. Immutable: the state is the caller's. */
public interface ControlWorld {
    /** Numbers in a state. */
    int stateSize();

    /** Numbers in an observation. */
    int observationSize();

    /** Actions 0 … n − 1. */
    int actions();

    /** Steps after which an episode is truncated (which is not terminal: its discount stays). */
    int maxSteps();

    /** First state of an episode: a pure function of seed and episode. */
    double[] initial(long seed, long episode);

    /** What a learner sees of a state. */
    double[] observe(double[] state);

    /** One step. */
    Step step(double[] state, int action);

    /**
     * What a step led to.
     *
     * @param state    the next state
     * @param reward   of the step
     * @param terminal true where the episode ended (not by truncation)
     */
    record Step(double[] state, double reward, boolean terminal) {}
}
