package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.model.LoggedRows;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.stream.LongStream;

/**
 * Normal contexts x, clicks with probability σ(ηₐ + θₐ · x), ηₐ and θₐ uniform in [0, 1), logged by the softmax of β times that
 * probability. Immutable.
 */
final class SyntheticWorld {
    private final int actions;
    private final int width;
    private final double beta;
    private final long seed;
    private final double[] coefficients; // [actions × (1 + width)]: the action's own, then the context's

    SyntheticWorld(int actions, int width, double beta, long seed) {
        this.actions = actions;
        this.width = width;
        this.beta = beta;
        this.seed = seed;
        this.coefficients = new double[actions * (1 + width)];
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] = CounterRandom.uniform(seed, 0, j);
        }
    }

    record Log(double[] contexts, int[] action, double[] propensity, double[] reward) {}

    int actions() {
        return actions;
    }

    int width() {
        return width;
    }

    double expected(double[] contexts, int row, int action) {
        int at = action * (1 + width);
        double logit = coefficients[at];
        for (int j = 0; j < width; j++) {
            logit += contexts[row * width + j] * coefficients[at + 1 + j];
        }
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private double[] contexts(int rows, long part) {
        double[] contexts = new double[rows * width];
        for (int j = 0; j < contexts.length; j++) {
            contexts[j] = Gaussian.at(seed, 100 + part, j);
        }
        return contexts;
    }

    Log log(int rows, long part) {
        Log log = new Log(contexts(rows, part), new int[rows], new double[rows], new double[rows]);
        double[] p = new double[actions];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int a = 0; a < actions; a++) {
                p[a] = StrictMath.exp(beta * expected(log.contexts, i, a));
                sum += p[a];
            }
            double u = CounterRandom.uniform(seed, 200 + part, i) * sum;
            int action = 0;
            while (action < actions - 1 && u >= p[action]) {
                u -= p[action++];
            }
            log.action[i] = action;
            log.propensity[i] = p[action] / sum;
            log.reward[i] = CounterRandom.uniform(seed, 300 + part, i) < expected(log.contexts, i, action) ? 1 : 0;
        }
        return log;
    }

    /** As rows for fitting, each its own unit. */
    LoggedRows rows(Log log, double[] weight) {
        long[] units = LongStream.range(0, weight.length).toArray();
        return new LoggedRows(log.contexts, width, log.action, log.reward, weight, units);
    }
}
