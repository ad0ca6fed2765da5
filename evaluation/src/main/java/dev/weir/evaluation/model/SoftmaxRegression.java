package dev.weir.evaluation.model;

import java.util.Arrays;

/**
 * Multinomial logistic regression of the action on the context, rows weighted, penalty λ/2 |θ|² on the sum of losses: the
 * minimum of a convex function, by Nesterov's accelerated gradient steps. Immutable.
 */
public final class SoftmaxRegression {
    private static final int STEPS = 300;

    private final double[] theta; // [actions × (1 + contextWidth)]
    private final int actions;
    private final int width;

    private SoftmaxRegression(double[] theta, int actions) {
        this.theta = theta;
        this.actions = actions;
        this.width = theta.length / actions;
    }

    /**
     * Fits to the rows that are chosen, each counting {@code rows.weight()}.
     *
     * @param ridge λ, above 0
     */
    public static SoftmaxRegression fit(LoggedRows rows, int actions, boolean[] chosen, double ridge) {
        int width = 1 + rows.contextWidth();
        SoftmaxRegression model = new SoftmaxRegression(new double[actions * width], actions);
        SoftmaxRegression ahead = new SoftmaxRegression(new double[actions * width], actions);
        double mass = 0;
        double curvature = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                double square = 1;
                for (int j = 0; j < width - 1; j++) {
                    double x = rows.contexts()[i * (width - 1) + j];
                    square += x * x;
                }
                mass += rows.weight()[i];
                curvature += rows.weight()[i] * square;
            }
        }
        double penalty = ridge / mass;
        double rate = 1 / (0.5 * curvature / mass + penalty); // half the trace of Σ w xxᵀ bounds the curvature
        double[] gradient = new double[model.theta.length];
        for (int step = 0; step < STEPS; step++) {
            ahead.gradient(rows, chosen, mass, gradient);
            double momentum = step / (step + 3.0);
            for (int j = 0; j < gradient.length; j++) {
                double moved = ahead.theta[j] - rate * (gradient[j] + penalty * ahead.theta[j]);
                ahead.theta[j] = moved + momentum * (moved - model.theta[j]);
                model.theta[j] = moved;
            }
        }
        return model;
    }

    private void gradient(LoggedRows rows, boolean[] chosen, double mass, double[] gradient) {
        Arrays.fill(gradient, 0);
        double[] p = new double[actions];
        for (int i = 0; i < chosen.length; i++) {
            double weight = chosen[i] ? rows.weight()[i] / mass : 0;
            if (weight > 0) {
                int from = i * (width - 1);
                probabilities(rows.contexts(), from, p);
                p[rows.action()[i]] -= 1;
                for (int a = 0; a < actions; a++) {
                    double error = weight * p[a];
                    gradient[a * width] += error;
                    for (int j = 1; j < width; j++) {
                        gradient[a * width + j] += error * rows.contexts()[from + j - 1];
                    }
                }
            }
        }
    }

    /**
     * p(·|x).
     *
     * @param contexts context at {@code from …}
     * @param p        [actions] written
     */
    public void probabilities(double[] contexts, int from, double[] p) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < actions; a++) {
            double logit = theta[a * width];
            for (int j = 1; j < width; j++) {
                logit += theta[a * width + j] * contexts[from + j - 1];
            }
            p[a] = logit;
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (int a = 0; a < actions; a++) {
            p[a] = StrictMath.exp(p[a] - greatest);
            sum += p[a];
        }
        for (int a = 0; a < actions; a++) {
            p[a] /= sum;
        }
    }
}
