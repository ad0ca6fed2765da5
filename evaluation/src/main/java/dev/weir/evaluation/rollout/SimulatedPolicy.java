package dev.weir.evaluation.rollout;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;

/** A policy in a world of few contexts and actions, with a mean of what it saw for each. Confined to one thread. */
public final class SimulatedPolicy {
    private static final double FLOOR = 0.05;
    private static final int DRAWS = 64;
    private static final double TEMPERATURE = 4;
    private static final int REFRESH = 50;
    private static final long PREFERENCE = 1;
    private static final long DRAW = 2;

    private final Kind kind;
    private final long seed;
    private final double[][] sums = new double[ShadowSimulation.CONTEXTS][ShadowSimulation.ACTIONS];
    private final double[][] counts = new double[ShadowSimulation.CONTEXTS][ShadowSimulation.ACTIONS];
    private final double[][] pmfs = new double[ShadowSimulation.CONTEXTS][];
    private final double[][] preferences;
    private long refreshed = -1;

    /** What it does. */
    public enum Kind {
        /** A softmax of preferences of its own, at random: what a rule that explores is like. */
        FIXED,
        /** A softmax of the true values: a good version that stays. */
        GOOD,
        /** Mostly what it thinks best, by what it has seen; a new version every 50 decisions. */
        GREEDY,
        /** The empirical pmf of draws from what it believes, and a floor; a new version every 50 decisions. */
        THOMPSON
    }

    SimulatedPolicy(Kind kind, long seed, double[][] means) {
        this.kind = kind;
        this.seed = seed;
        this.preferences = new double[means.length][];
        for (int c = 0; c < means.length; c++) {
            preferences[c] = new double[means[c].length];
            for (int a = 0; a < means[c].length; a++) {
                preferences[c][a] = kind == Kind.GOOD
                        ? TEMPERATURE * means[c][a]
                        : 2 * CounterRandom.uniform(seed, PREFERENCE, (long) c * means[c].length + a);
            }
        }
    }

    /** Probabilities at a decision; versions change between decisions, never within one. */
    double[] pmf(int context, long decision) {
        if (decision / REFRESH != refreshed) {
            refreshed = decision / REFRESH;
            Arrays.fill(pmfs, null);
        }
        double[] pmf = pmfs[context];
        if (pmf == null) {
            pmf = switch (kind) {
                case FIXED, GOOD -> softmax(preferences[context]);
                case GREEDY -> floored(best(values(context)));
                case THOMPSON -> floored(thompson(context));
            };
            pmfs[context] = pmf;
        }
        return pmf;
    }

    private static double[] softmax(double[] preferences) {
        double[] pmf = new double[preferences.length];
        double sum = 0;
        for (int a = 0; a < pmf.length; a++) {
            pmf[a] = StrictMath.exp(preferences[a]);
            sum += pmf[a];
        }
        for (int a = 0; a < pmf.length; a++) {
            pmf[a] /= sum;
        }
        return pmf;
    }

    private static double[] best(double[] values) {
        double[] pmf = new double[values.length];
        int best = 0;
        for (int a = 1; a < values.length; a++) {
            best = values[a] > values[best] ? a : best;
        }
        pmf[best] = 1;
        return pmf;
    }

    private double[] thompson(int context) {
        double[] pmf = new double[ShadowSimulation.ACTIONS];
        double[] values = values(context);
        for (int m = 0; m < DRAWS; m++) {
            double[] drawn = values.clone();
            for (int a = 0; a < drawn.length; a++) {
                long at = ((refreshed * DRAWS + m) * ShadowSimulation.CONTEXTS + context) * drawn.length + a;
                drawn[a] += Gaussian.at(seed, DRAW, at) / Math.sqrt(1 + counts[context][a]);
            }
            double[] first = best(drawn);
            for (int a = 0; a < drawn.length; a++) {
                pmf[a] += first[a] / DRAWS;
            }
        }
        return pmf;
    }

    private static double[] floored(double[] pmf) {
        for (int a = 0; a < pmf.length; a++) {
            pmf[a] = (1 - FLOOR) * pmf[a] + FLOOR / pmf.length;
        }
        return pmf;
    }

    /** What it expects of each action. */
    double[] values(int context) {
        double[] values = new double[ShadowSimulation.ACTIONS];
        for (int a = 0; a < values.length; a++) {
            values[a] = (sums[context][a] + 1) / (counts[context][a] + 1);
        }
        return values;
    }

    void learn(int context, int action, double reward) {
        sums[context][action] += reward;
        counts[context][action]++;
    }
}
