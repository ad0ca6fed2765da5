package dev.weir.evaluation.episode;

/**
 * Weights of all episodes step by step, Wₜ = Σₙ cₙ ρₙ,₀:ₜ: what weighted estimators divide by. An episode that ended keeps its
 * last weight, as if it stayed in a state without reward (Thomas and Brunskill 2016).
 */
final class TimeSums {
    private TimeSums() {}

    /**
     * Wₜ for each step.
     *
     * @param counts [episodes] how often each episode is in the (re)sample
     * @return [1 + horizon], W₋₁ first
     */
    static double[] of(EpisodeLog log, double[] cumulative, double[] counts) {
        int horizon = log.horizon();
        double[] sums = new double[horizon + 1];
        for (int n = 0; n < log.episodes(); n++) {
            int from = log.start()[n];
            int length = log.start()[n + 1] - from;
            sums[0] += counts[n];
            for (int t = 0; t < horizon; t++) {
                sums[t + 1] += counts[n] * cumulative[from + Math.min(t, length - 1)];
            }
        }
        return sums;
    }
}
