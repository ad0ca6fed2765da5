package dev.weir.rl.bandit;

import dev.weir.rl.bandit.LinearBanditSpec.Exploration;

/**
 * What a version of the linear bandit consists of.
 *
 * @param transitions that it has learned from
 * @param mean        [d] θ
 * @param spread      thompson: [d · M] draws, draw-minor; linucb: the packed root of the covariance, see
 *                    {@link RidgeSolution#root()}; else empty
 */
record LinearModel(long transitions, Exploration exploration, double[] mean, double[] spread) {
    /** Numbers that the exploration's spread must have for d places. */
    static long spread(Exploration exploration, long d) {
        if (exploration instanceof Exploration.Thompson t) {
            return d * t.draws();
        }
        return exploration instanceof Exploration.LinUcb ? d * (d + 1) / 2 : 0;
    }

    static LinearModel of(RidgeStatistics statistics, LinearBanditSpec spec, long seed) {
        RidgeSolution solution = RidgeSolution.of(statistics, spec.ridge());
        double[] spread = {};
        if (spec.exploration() instanceof Exploration.Thompson t) {
            spread = solution.draws(t.draws(), t.scale(), seed, statistics.transitions());
        } else if (spec.exploration() instanceof Exploration.LinUcb) {
            spread = solution.root();
        }
        return new LinearModel(statistics.transitions(), spec.exploration(), solution.mean(), spread);
    }
}
