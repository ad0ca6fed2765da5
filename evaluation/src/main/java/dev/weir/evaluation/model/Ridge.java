package dev.weir.evaluation.model;

import java.util.Arrays;

/**
 * Weighted ridge regression, θ = (Σ cᵢ φᵢφᵢᵀ + λI)⁻¹ Σ cᵢ yᵢ φᵢ, rows added one by one into d² numbers. Zeros in φ cost
 * nothing. Confined to one thread.
 */
public final class Ridge {
    private final int width;
    private final double[] gram;
    private final double[] moment;
    private final int[] places;
    private double squares;

    /** Empty, for features of so many numbers. */
    public Ridge(int width) {
        this.width = width;
        this.gram = new double[width * width];
        this.moment = new double[width];
        this.places = new int[width];
    }

    /**
     * Adds a row.
     *
     * @param features at {@code from … from + width − 1}
     * @param target   y
     * @param weight   c, at least 0
     */
    public void add(double[] features, int from, double target, double weight) {
        int count = 0;
        for (int j = 0; j < width; j++) {
            if (features[from + j] != 0) {
                places[count++] = j;
            }
        }
        squares += weight * target * target;
        for (int p = 0; p < count; p++) {
            int i = places[p];
            double weighted = weight * features[from + i];
            moment[i] += weighted * target;
            for (int q = 0; q <= p; q++) {
                gram[i * width + places[q]] += weighted * features[from + places[q]];
            }
        }
    }

    /**
     * Adds a row of which most numbers are 0.
     *
     * @param at     places, ascending, each once
     * @param values at these places
     * @param count  so many of both
     */
    public void add(int[] at, double[] values, int count, double target, double weight) {
        squares += weight * target * target;
        for (int p = 0; p < count; p++) {
            double weighted = weight * values[p];
            moment[at[p]] += weighted * target;
            int row = at[p] * width;
            for (int q = 0; q <= p; q++) {
                gram[row + at[q]] += weighted * values[q];
            }
        }
    }

    /**
     * θ of what was added so far.
     *
     * @param ridge λ, above 0
     */
    public double[] solve(double ridge) {
        double[] penalties = new double[width];
        Arrays.fill(penalties, ridge);
        return solve(penalties);
    }

    /**
     * θ of what was added so far.
     *
     * @param penalties [width] λ of each coefficient, above 0
     */
    public double[] solve(double[] penalties) {
        double[] a = gram.clone();
        for (int i = 0; i < width; i++) {
            a[i * width + i] += penalties[i];
        }
        double[] solution = moment.clone();
        Cholesky.solve(a, solution);
        return solution;
    }

    /** The matrix of what was added so far, to be solved for other targets. */
    public RidgeFactor factor(double ridge) {
        double[] a = gram.clone();
        for (int i = 0; i < width; i++) {
            a[i * width + i] += ridge;
        }
        return new RidgeFactor(a, width);
    }

    /** Adds what another of the same width has seen. */
    public void add(Ridge other) {
        if (other.width != width) {
            throw new IllegalArgumentException("width must be " + width + ", was " + other.width);
        }
        for (int i = 0; i < gram.length; i++) {
            gram[i] += other.gram[i];
        }
        for (int i = 0; i < width; i++) {
            moment[i] += other.moment[i];
        }
        squares += other.squares;
    }

    /** Σ cᵢ (yᵢ − θ · φᵢ)² of what was added so far. */
    public double squaredError(double[] theta) {
        double error = squares;
        for (int i = 0; i < width; i++) {
            double row = gram[i * width + i] * theta[i];
            for (int j = 0; j < i; j++) {
                row += 2 * gram[i * width + j] * theta[j];
            }
            error += theta[i] * (row - 2 * moment[i]);
        }
        return error;
    }

    /** θ · φ. */
    public static double dot(double[] theta, double[] features, int from) {
        double sum = 0;
        for (int j = 0; j < theta.length; j++) {
            sum += theta[j] * features[from + j];
        }
        return sum;
    }
}
