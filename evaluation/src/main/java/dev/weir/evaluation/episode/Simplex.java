package dev.weir.evaluation.episode;

import java.util.Arrays;

/** Minimises xᵀMx over the simplex x ≥ 0, Σx = 1, M positive semi-definite: accelerated projected gradient. */
final class Simplex {
    private static final int STEPS = 20_000;

    private Simplex() {}

    static double[] minimise(double[][] m) {
        int d = m.length;
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += m[i][i];
        }
        double[] x = new double[d];
        Arrays.fill(x, 1.0 / d);
        if (!(trace > 0)) {
            return x;
        }
        double rate = 1 / (2 * trace); // the trace bounds the largest eigenvalue
        double[] ahead = x.clone();
        double momentum = 1;
        for (int step = 0; step < STEPS; step++) {
            double[] moved = new double[d];
            for (int i = 0; i < d; i++) {
                double gradient = 0;
                for (int j = 0; j < d; j++) {
                    gradient += 2 * m[i][j] * ahead[j];
                }
                moved[i] = ahead[i] - rate * gradient;
            }
            project(moved);
            double nextMomentum = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            for (int i = 0; i < d; i++) {
                ahead[i] = moved[i] + (momentum - 1) / nextMomentum * (moved[i] - x[i]);
            }
            x = moved;
            momentum = nextMomentum;
        }
        return x;
    }

    /** The nearest point of the simplex (Duchi et al. 2008). */
    static void project(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double shift = 0;
        for (int k = 1; k <= sorted.length; k++) {
            sum += sorted[sorted.length - k];
            double candidate = (sum - 1) / k;
            if (sorted[sorted.length - k] > candidate) {
                shift = candidate;
            }
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i] - shift);
        }
    }
}
