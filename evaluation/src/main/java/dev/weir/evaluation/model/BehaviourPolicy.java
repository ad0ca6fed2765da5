package dev.weir.evaluation.model;

import java.util.Arrays;

/**
 * Propensities where the log has none: {@link SoftmaxRegression} of the action on the context, cross-fitted by unit, never
 * below a floor. Estimates from them hold only if the logging policy is about of this form and saw nothing that the context
 * lacks: whoever uses it says so loudly.
 *
 * @param ridge λ, above 0
 * @param floor least propensity, in (0, 1)
 * @param folds of the cross-fit, at least 2
 * @param seed  of the folds
 */
public record BehaviourPolicy(double ridge, double floor, int folds, long seed) {
    /**
     * p̂(aᵢ|xᵢ) of every row, by a model that has not seen the row's unit.
     *
     * @return [rows]
     */
    public double[] propensities(LoggedRows rows, int actions) {
        double[] propensities = new double[rows.rows()];
        int[] fold = new int[rows.rows()];
        Arrays.setAll(fold, i -> CrossFit.fold(rows.unit()[i], folds, seed));
        double[] p = new double[actions];
        for (int f = 0; f < folds; f++) {
            boolean[] chosen = new boolean[fold.length];
            for (int i = 0; i < fold.length; i++) {
                chosen[i] = fold[i] != f;
            }
            SoftmaxRegression model = SoftmaxRegression.fit(rows, actions, chosen, ridge);
            for (int i = 0; i < fold.length; i++) {
                if (fold[i] == f) {
                    model.probabilities(rows.contexts(), i * rows.contextWidth(), p);
                    propensities[i] = Math.max(floor, p[rows.action()[i]]);
                }
            }
        }
        return propensities;
    }
}
