package dev.weir.evaluation.episode;

import dev.weir.rl.random.CounterRandom;

/** Standard error of tabular fitted Q evaluation: the deviation over refits to resampled episodes. */
final class FqeError {
    private FqeError() {}

    static double of(LoggedMdp mdp, int resamples, long seed) {
        double sum = 0;
        double squares = 0;
        for (int b = 0; b < resamples; b++) {
            double value = refit(mdp, seed, b);
            sum += value;
            squares += value * value;
        }
        double mean = sum / resamples;
        return Math.sqrt((squares / resamples - mean * mean) * resamples / (resamples - 1));
    }

    private static double refit(LoggedMdp mdp, long seed, int resample) {
        EpisodeLog log = mdp.log();
        int n = log.episodes();
        int[] starts = new int[n + 1];
        int[] from = new int[n];
        for (int k = 0; k < n; k++) {
            int drawn = (int) (CounterRandom.uniform(seed, resample, k) * n);
            from[k] = log.start()[drawn];
            starts[k + 1] = starts[k] + log.start()[drawn + 1] - from[k];
        }
        int rows = starts[n];
        int actions = log.actions();
        int[] state = new int[rows];
        int[] next = new int[rows];
        int[] action = new int[rows];
        double[] reward = new double[rows];
        boolean[] terminal = new boolean[rows];
        double[] propensity = new double[rows];
        double[] policy = new double[rows * actions];
        double[] nextPolicy = new double[rows * actions];
        for (int k = 0; k < n; k++) {
            int length = starts[k + 1] - starts[k];
            System.arraycopy(mdp.state(), from[k], state, starts[k], length);
            System.arraycopy(mdp.next(), from[k], next, starts[k], length);
            System.arraycopy(log.action(), from[k], action, starts[k], length);
            System.arraycopy(log.reward(), from[k], reward, starts[k], length);
            System.arraycopy(log.terminal(), from[k], terminal, starts[k], length);
            System.arraycopy(log.propensity(), from[k], propensity, starts[k], length);
            System.arraycopy(log.policy(), from[k] * actions, policy, starts[k] * actions, length * actions);
            System.arraycopy(log.nextPolicy(), from[k] * actions, nextPolicy, starts[k] * actions, length * actions);
        }
        EpisodeLog drawn = new EpisodeLog(
                starts, action, reward, terminal, propensity, policy, nextPolicy, actions, log.discount());
        TabularQ table = new TabularQ(drawn, mdp.states(), state, next);
        return FittedQEvaluation.sums(drawn, FittedQEvaluation.fit(drawn, table, mdp.horizon()))
                .value();
    }
}
