package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.model.LoggedRows;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.stream.LongStream;

/**
 * Normal contexts, clicks with probability σ(z-score of context, action and interaction effects, coefficients uniform in
 * ±1), logged by the softmax of β times that probability. Immutable.
 */
final class SyntheticWorld {
    private final int actions;
    private final int width;
    private final double beta;
    private final long seed;
    private final double[] coefficients; // context, actions, then actions × context
    private final double mean;
    private final double deviation;

    SyntheticWorld(int actions, int width, double beta, long seed) {
        this.actions = actions;
        this.width = width;
        this.beta = beta;
        this.seed = seed;
        this.coefficients = new double[width + actions + actions * width];
        for (int j = 0; j < coefficients.length; j++) {
            coefficients[j] = 2 * CounterRandom.uniform(seed, 0, j) - 1;
        }
        int sample = 2000;
        double[] contexts = contexts(sample, 3);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < sample; i++) {
            for (int a = 0; a < actions; a++) {
                double effect = effect(contexts, i, a);
                sum += effect;
                squares += effect * effect;
            }
        }
        this.mean = sum / sample / actions;
        this.deviation = Math.sqrt(squares / sample / actions - mean * mean);
    }

    record Log(double[] contexts, int[] action, double[] propensity, double[] reward) {}

    int actions() {
        return actions;
    }

    int width() {
        return width;
    }

    double expected(double[] contexts, int row, int action) {
        return 1 / (1 + StrictMath.exp(-(effect(contexts, row, action) - mean) / deviation));
    }

    private double effect(double[] contexts, int row, int action) {
        double effect = coefficients[width + action];
        for (int j = 0; j < width; j++) {
            effect += contexts[row * width + j] * (coefficients[j] + coefficients[width + actions + action * width + j]);
        }
        return effect;
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
            log.reward[i] =
                    CounterRandom.uniform(seed, 300 + part, i) < expected(log.contexts, i, action) ? 1 : 0;
        }
        return log;
    }

    /** As rows for fitting, each its own unit. */
    LoggedRows rows(Log log, double[] weight) {
        long[] units = LongStream.range(0, weight.length).toArray();
        return new LoggedRows(log.contexts, width, log.action, log.reward, weight, units);
    }
}
