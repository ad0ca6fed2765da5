package dev.weir.evaluation.model;

import java.util.Arrays;

/** How much each row counts when a reward model is fitted. */
public final class Weighting {
    private Weighting() {}

    /** Every row the same. */
    public static double[] equal(int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** As often as the policy would meet it: wᵢ. */
    public static double[] importance(double[] weights) {
        return weights.clone();
    }

    /**
     * So that doubly robust with the fitted model varies least, wᵢ (1 − pᵢ) / pᵢ (Farajtabar, Chow and Ghavamzadeh 2018, for a
     * squared loss): doubly robust with such a model is MRDR.
     */
    public static double[] mrdr(double[] weights, double[] propensities) {
        double[] mrdr = new double[weights.length];
        for (int i = 0; i < mrdr.length; i++) {
            mrdr[i] = weights[i] * (1 - propensities[i]) / propensities[i];
        }
        return mrdr;
    }
}
