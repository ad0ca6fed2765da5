package dev.weir.rl.bandit;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.Arrays;

/**
 * Ridge regression solved: each feature is divided by its root mean square sᵢ, then (A' + λI) θ' = b' is solved by
 * Cholesky's factorisation A' + λI = LLᵀ, and θᵢ = θ'ᵢ / sᵢ. So λ means the same whatever the units of the features.
 * Seen as a posterior, θ is normal around the estimate with covariance σ² D⁻¹ (LLᵀ)⁻¹ D⁻¹, D = diag(s).
 *
 * <p>All sums run in one fixed order; nothing is reduced across lanes. Immutable.
 */
final class RidgeSolution {
    private static final long STREAM = 0x7468_6f6d_7073_6f6eL; // "thompson"

    private final int width;
    private final double[] lower; // L, packed by rows
    private final double[] scale; // s
    private final double[] mean; // θ
    private final double deviation; // σ

    private RidgeSolution(double[] lower, double[] scale, double[] mean, double deviation) {
        this.width = scale.length;
        this.lower = lower;
        this.scale = scale;
        this.mean = mean;
        this.deviation = deviation;
    }

    static RidgeSolution of(RidgeStatistics statistics, double ridge) {
        int d = statistics.width();
        double n = statistics.effectiveTransitions();
        double[] scale = new double[d];
        for (int i = 0; i < d; i++) {
            double square = statistics.gram(i, i);
            scale[i] = square > 0 ? Math.sqrt(square / n) : 1;
        }
        double[] lower = new double[RidgeStatistics.row(d)];
        double[] mean = new double[d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                lower[RidgeStatistics.row(i) + j] = statistics.gram(i, j) / scale[i] / scale[j];
            }
            lower[RidgeStatistics.row(i) + i] += ridge;
            mean[i] = statistics.moment(i) / scale[i];
        }
        factorise(lower, d);
        forward(lower, mean);
        backward(lower, mean, 1);
        double explained = 0;
        for (int i = 0; i < d; i++) {
            mean[i] /= scale[i];
            explained += mean[i] * statistics.moment(i);
        }
        return new RidgeSolution(lower, scale, mean, deviation(statistics, explained));
    }

    /**
     * σ: the Bayesian residual Σr² − θᵀb, which the prior's share of θ is part of, with one pseudo-transition of the mean
     * square reward, so that the first transitions are not taken for certain; 1 while all rewards are zero.
     */
    private static double deviation(RidgeStatistics statistics, double explained) {
        double n = statistics.effectiveTransitions();
        double squares = statistics.squares();
        if (!(squares > 0)) {
            return 1;
        }
        return Math.sqrt((Math.max(squares - explained, 0) + squares / n) / (n + 1));
    }

    /** Replaces a packed lower triangle by its Cholesky factor; right-looking, so that inner loops are element-wise. */
    static void factorise(double[] a, int d) {
        double[] column = new double[d];
        for (int k = 0; k < d; k++) {
            double pivot = Math.sqrt(a[RidgeStatistics.row(k) + k]);
            if (!(pivot > 0)) {
                throw new ArithmeticException("pivot " + k + " of " + d + " is not positive: ridge is too small");
            }
            a[RidgeStatistics.row(k) + k] = pivot;
            for (int i = k + 1; i < d; i++) {
                int at = RidgeStatistics.row(i) + k;
                a[at] /= pivot;
                column[i] = a[at];
            }
            for (int i = k + 1; i < d; i++) {
                double factor = column[i];
                if (factor != 0) {
                    int row = RidgeStatistics.row(i);
                    for (int j = k + 1; j <= i; j++) {
                        a[row + j] -= factor * column[j];
                    }
                }
            }
        }
    }

    /** x becomes L⁻¹x. */
    private static void forward(double[] lower, double[] x) {
        for (int i = 0; i < x.length; i++) {
            double sum = x[i];
            int row = RidgeStatistics.row(i);
            for (int j = 0; j < i; j++) {
                sum -= lower[row + j] * x[j];
            }
            x[i] = sum / lower[row + i];
        }
    }

    /** Each of the {@code count} interleaved vectors x becomes L⁻ᵀx. */
    private static void backward(double[] lower, double[] x, int count) {
        int d = x.length / count;
        for (int k = d - 1; k >= 0; k--) {
            int row = RidgeStatistics.row(k);
            int from = k * count;
            for (int m = 0; m < count; m++) {
                x[from + m] /= lower[row + k];
            }
            for (int j = 0; j < k; j++) {
                double factor = lower[row + j];
                if (factor != 0) {
                    int to = j * count;
                    for (int m = 0; m < count; m++) {
                        x[to + m] -= factor * x[from + m];
                    }
                }
            }
        }
    }

    /** [d] θ. */
    double[] mean() {
        return mean;
    }

    /** σ, in the unit of rewards. */
    double deviation() {
        return deviation;
    }

    /**
     * Draws from the posterior, σ multiplied by {@code inflation}.
     *
     * @return [d · count], draw m of place i at i · count + m
     */
    double[] draws(int count, double inflation, long seed, long version) {
        long key = CounterRandom.bits(seed, STREAM, version);
        double[] draws = new double[width * count];
        for (int i = 0; i < width; i++) {
            for (int m = 0; m < count; m++) {
                draws[i * count + m] = Gaussian.at(key, m, i);
            }
        }
        backward(lower, draws, count);
        for (int i = 0; i < width; i++) {
            double factor = inflation * deviation / scale[i];
            for (int m = 0; m < count; m++) {
                draws[i * count + m] = mean[i] + factor * draws[i * count + m];
            }
        }
        return draws;
    }

    /**
     * σ L⁻¹ D⁻¹, packed by columns (column j holds rows j … d − 1): the norm of its product with φ is the deviation of
     * the estimate θᵀφ.
     */
    double[] root() {
        double[] root = new double[RidgeStatistics.row(width)];
        double[] column = new double[width];
        int at = 0;
        for (int j = 0; j < width; j++) {
            Arrays.fill(column, 0);
            column[j] = deviation / scale[j];
            for (int i = j; i < width; i++) {
                double sum = column[i];
                int row = RidgeStatistics.row(i);
                for (int k = j; k < i; k++) {
                    sum -= lower[row + k] * column[k];
                }
                column[i] = sum / lower[row + i];
                root[at++] = column[i];
            }
        }
        return root;
    }
}
