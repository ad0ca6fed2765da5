package dev.weir.systemtests.evaluation;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;

/**
 * A bandit of four segments and four actions whose value is known, logged by a fixed policy of light or heavy weights, or by
 * Thompson sampling among actions that are all the same.
 */
enum CoverageWorld {
    /** Logging probability of the wanted action ¼ to ½: weights up to 3.2. */
    LIGHT(new double[] {0.5, 0.4, 0.3, 0.25}),
    /** Logging probability of the wanted action .02 to .5: weights up to 40. */
    HEAVY(new double[] {0.5, 0.2, 0.05, 0.02}),
    /** Thompson sampling with normal posteriors, floor .02 an action, renewed every 50 rows; no action is better. */
    THOMPSON(new double[0]);

    static final int ACTIONS = 4;
    private static final double WANTED = 0.8;
    private static final double FLOOR = 0.02;
    private static final int RENEWED = 50;
    private static final int DRAWS = 128;

    private final double[] wantedLogged;

    CoverageWorld(double[] wantedLogged) {
        this.wantedLogged = wantedLogged;
    }

    /** A log in columns; rows in time. */
    record Log(int[] segment, int[] action, double[] propensity, double[] reward, double[] proxy) {}

    /** π(action|segment): .8 on the segment's own action, the rest even; under Thompson always action 0. */
    double policy(int segment, int action) {
        if (this == THOMPSON) {
            return action == 0 ? 1 : 0;
        }
        return action == segment ? WANTED : (1 - WANTED) / (ACTIONS - 1);
    }

    private double mean(int segment, int action) {
        return this == THOMPSON ? 0.4 : 0.15 + 0.1 * segment + (action == segment ? 0.2 : 0.05 * action);
    }

    double truth() {
        double truth = 0;
        for (int x = 0; x < ACTIONS; x++) {
            for (int a = 0; a < ACTIONS; a++) {
                truth += policy(x, a) * mean(x, a) / ACTIONS;
            }
        }
        return truth;
    }

    Log log(int rows, long seed) {
        Log log = new Log(new int[rows], new int[rows], new double[rows], new double[rows], new double[rows]);
        double[] count = new double[ACTIONS];
        double[] sum = new double[ACTIONS];
        double[] p = new double[ACTIONS];
        for (int i = 0; i < rows; i++) {
            int x = (int) (ACTIONS * CounterRandom.uniform(seed, 0, i));
            if (this != THOMPSON) {
                for (int a = 0; a < ACTIONS; a++) {
                    p[a] = a == x ? wantedLogged[x] : (1 - wantedLogged[x]) / (ACTIONS - 1);
                }
            } else if (i % RENEWED == 0) {
                thompson(count, sum, p, seed, i);
            }
            double u = CounterRandom.uniform(seed, 1, i);
            int a = 0;
            while (a < ACTIONS - 1 && u >= p[a]) {
                u -= p[a++];
            }
            double reward = CounterRandom.uniform(seed, 2, i) < mean(x, a) ? 1 : 0;
            log.segment[i] = x;
            log.action[i] = a;
            log.propensity[i] = p[a];
            log.reward[i] = reward;
            for (int b = 0; b < ACTIONS; b++) {
                log.proxy[i] += policy(x, b) * policy(x, b) / p[b];
            }
            count[a]++;
            sum[a] += reward;
        }
        return log;
    }

    private static void thompson(double[] count, double[] sum, double[] p, long seed, int row) {
        Arrays.fill(p, FLOOR);
        for (int d = 0; d < DRAWS; d++) {
            int best = 0;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int a = 0; a < ACTIONS; a++) {
                double n = count[a] + 2;
                double mean = (sum[a] + 1) / n;
                double draw =
                        mean + Gaussian.at(seed, 10 + a, (long) row * DRAWS + d) * Math.sqrt(mean * (1 - mean) / n);
                if (draw > greatest) {
                    greatest = draw;
                    best = a;
                }
            }
            p[best] += (1 - FLOOR * ACTIONS) / DRAWS;
        }
    }
}
