package dev.weir.rl.value;

/**
 * Exploration of a learner of values: with probability ε any allowed action, else the best one. ε goes in a straight line
 * from {@code start} to {@code floor} over the first {@code decay} transitions. Keys: floor, start, decay.
 *
 * @param floor in [0, 1]
 * @param start in [floor, 1]
 * @param decay transitions until the floor; 0: at once
 */
public record EpsilonGreedy(double floor, double start, long decay) {
    public EpsilonGreedy {
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor must be in [0, 1], was " + floor);
        }
        if (!(start >= floor && start <= 1)) {
            throw new IllegalArgumentException("start must be in [floor, 1] = [" + floor + ", 1], was " + start);
        }
        if (decay < 0) {
            throw new IllegalArgumentException("decay must not be negative, was " + decay);
        }
    }

    /** ε after so many transitions. */
    public double at(long transitions) {
        return transitions >= decay ? floor : start + (floor - start) * ((double) transitions / decay);
    }
}
