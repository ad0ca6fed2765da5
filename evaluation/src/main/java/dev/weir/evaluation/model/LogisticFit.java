package dev.weir.evaluation.model;

/**
 * Logistic regression of a reward in [0, 1] on a {@link Design} by Newton's method (iteratively reweighted least squares),
 * penalty λ/2 |θ|², the intercept not penalised but for 1e-9. λ = 1/C of scikit-learn.
 *
 * @param ridge λ, above 0
 */
public record LogisticFit(Design design, double ridge) implements Fit {
    private static final int STEPS = 100;
    private static final double INTERCEPT_RIDGE = 1e-9;

    @Override
    public RewardModel fit(LoggedRows rows, boolean[] chosen) {
        int d = design.width();
        double[] theta = new double[d];
        double loss = Double.POSITIVE_INFINITY;
        double[] step = new double[d];
        double size = 1;
        for (int k = 0; k < STEPS; k++) {
            double[] hessian = new double[d * d];
            double[] gradient = new double[d];
            double next = derivatives(rows, chosen, theta, gradient, hessian);
            if (!(next <= loss + 1e-12 * Math.abs(loss)) && size > 1e-6) { // overshot: half of the step back
                size /= 2;
                for (int j = 0; j < d; j++) {
                    theta[j] -= size * step[j];
                }
                continue;
            }
            loss = next;
            Cholesky.solve(hessian, gradient);
            double moved = 0;
            for (int j = 0; j < d; j++) {
                step[j] = -gradient[j];
                theta[j] += step[j];
                moved = Math.max(moved, Math.abs(step[j]));
            }
            size = 1;
            if (moved < 1e-10) {
                break;
            }
        }
        return (contexts, from, values, to) -> {
            double[] pair = new double[d];
            for (int a = 0; a < design.actions(); a++) {
                design.write(contexts, from, a, pair);
                values[to + a] = sigmoid(Ridge.dot(theta, pair, 0));
            }
        };
    }

    private double derivatives(LoggedRows rows, boolean[] chosen, double[] theta, double[] gradient, double[] hessian) {
        int d = theta.length;
        double[] features = new double[d];
        int[] places = new int[d];
        double loss = 0;
        for (int i = 0; i < rows.rows(); i++) {
            if (!chosen[i]) {
                continue;
            }
            design.write(rows.contexts(), i * rows.contextWidth(), rows.action()[i], features);
            double logit = Ridge.dot(theta, features, 0);
            double p = sigmoid(logit);
            double weight = rows.weight()[i];
            double y = rows.reward()[i];
            loss += weight * (Math.max(logit, 0) - y * logit + StrictMath.log1p(StrictMath.exp(-Math.abs(logit))));
            double bend = weight * p * (1 - p);
            int count = 0;
            for (int j = 0; j < d; j++) {
                if (features[j] != 0) {
                    places[count++] = j;
                    gradient[j] += weight * (p - y) * features[j];
                }
            }
            for (int a = 0; a < count; a++) {
                for (int b = 0; b <= a; b++) {
                    hessian[places[a] * d + places[b]] += bend * features[places[a]] * features[places[b]];
                }
            }
        }
        for (int j = 0; j < d; j++) {
            double penalty = j == 0 ? INTERCEPT_RIDGE : ridge;
            gradient[j] += penalty * theta[j];
            hessian[j * d + j] += penalty;
            loss += 0.5 * penalty * theta[j] * theta[j];
        }
        return loss;
    }

    static double sigmoid(double logit) {
        double e = StrictMath.exp(-Math.abs(logit));
        return logit >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}
