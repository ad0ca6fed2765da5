package dev.weir.evaluation.diagnosis;

import java.util.List;
import java.util.Locale;

/** How well a reward model foretells the logged rewards that it has not seen. Confined to one thread. */
public final class ModelFit {
    private static final double CLEAR = 4;

    private long rows;
    private double rewards;
    private double rewardSquares;
    private double errors;
    private double errorSquares;

    /** Adds a row. */
    public void add(double reward, double modelled) {
        rows++;
        rewards += reward;
        rewardSquares += reward * reward;
        errors += reward - modelled;
        errorSquares += (reward - modelled) * (reward - modelled);
    }

    /** 1 − Σ (r − q̂)² / Σ (r − r̄)²: below 0 the model is worse than the mean. */
    public double explained() {
        double total = rewardSquares - rewards * rewards / rows;
        return total > 0 ? 1 - errorSquares / total : errorSquares > 0 ? Double.NEGATIVE_INFINITY : 1;
    }

    /** Mean of r − q̂. */
    public double bias() {
        return errors / rows;
    }

    void judge(List<Finding> findings) {
        if (rows < 2) {
            return;
        }
        double explained = explained();
        if (explained < -0.01) {
            findings.add(new Finding(
                    Belief.WITH_CARE,
                    String.format(Locale.ROOT, "the reward model is worse than the mean reward (R² %.3f)", explained),
                    "do not read dm; dr and snips do not lean on it"));
        }
        double error = Math.sqrt(Math.max(1e-300, errorSquares - errors * errors / rows)) / rows;
        if (Math.abs(bias()) > CLEAR * error && Math.abs(bias()) > 1e-9) {
            findings.add(new Finding(
                    Belief.WITH_CARE,
                    String.format(
                            Locale.ROOT,
                            "the reward model is off by %.4g on the logged rows (%.1f standard errors)",
                            bias(),
                            Math.abs(bias()) / error),
                    "do not read dm; dr corrects for it"));
        }
    }
}
