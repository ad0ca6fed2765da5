package dev.weir.evaluation.model;

/**
 * Ridge regression of the reward on a {@link Design}, rows weighted.
 *
 * @param ridge λ, above 0, the same on every coefficient
 */
public record LinearFit(Design design, double ridge) implements Fit {
    @Override
    public RewardModel fit(LoggedRows rows, boolean[] chosen) {
        Ridge sums = new Ridge(design.width());
        double[] features = new double[design.width()];
        for (int i = 0; i < rows.rows(); i++) {
            if (chosen[i]) {
                design.write(rows.contexts(), i * rows.contextWidth(), rows.action()[i], features);
                sums.add(features, 0, rows.reward()[i], rows.weight()[i]);
            }
        }
        double[] theta = sums.solve(ridge);
        return (contexts, from, values, to) -> {
            double[] pair = new double[theta.length];
            for (int a = 0; a < design.actions(); a++) {
                design.write(contexts, from, a, pair);
                values[to + a] = Ridge.dot(theta, pair, 0);
            }
        };
    }
}
