package dev.weir.evaluation.estimator;

/**
 * Importance weights of slates: decisions that fill several slots, each slot drawn by itself with a propensity of its own.
 * wₗ = πₗ(aₗ|x) / pₗ is a slot's weight. What comes out goes into {@link Evaluation#addWeighted}, so every estimator and
 * interval serves slates.
 */
public final class Slates {
    private Slates() {}

    /** Π wₗ: exact for any reward, of a variance that grows with every slot. */
    public static double product(double[] weights, int from, int slots) {
        double product = 1;
        for (int l = 0; l < slots; l++) {
            product *= weights[from + l];
        }
        return product;
    }

    /**
     * The pseudo-inverse weight 1 + Σ (wₗ − 1) (Swaminathan et al. 2017, for slots that are drawn by themselves; SNIPS of it is
     * wPI): unbiased where the slate's reward is a sum of what each slot adds, whether or not that is seen by slot. May be
     * negative.
     */
    public static double pseudoInverse(double[] weights, int from, int slots) {
        double sum = 1;
        for (int l = 0; l < slots; l++) {
            sum += weights[from + l] - 1;
        }
        return sum;
    }

    /**
     * Σ wₗ rₗ for rewards seen by slot (independent IPS, Li et al. 2018): unbiased where a slot's reward does not depend on the
     * other slots. It is a term: to be added with weight 1.
     */
    public static double independent(double[] weights, double[] rewards, int from, int slots) {
        double sum = 0;
        for (int l = 0; l < slots; l++) {
            sum += weights[from + l] * rewards[from + l];
        }
        return sum;
    }

    /**
     * Σ (Πₘ≤ₗ wₘ) rₗ for rewards seen by slot (reward interaction IPS, McInerney et al. 2020): unbiased where a slot's reward
     * depends on the slots above it alone, as when one reads from the top. It is a term: to be added with weight 1.
     */
    public static double cascade(double[] weights, double[] rewards, int from, int slots) {
        double sum = 0;
        double product = 1;
        for (int l = 0; l < slots; l++) {
            product *= weights[from + l];
            sum += product * rewards[from + l];
        }
        return sum;
    }
}
