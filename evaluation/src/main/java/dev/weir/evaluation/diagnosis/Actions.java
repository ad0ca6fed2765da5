package dev.weir.evaluation.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * Action by action: whether the log has it where the policy wants it, and whether logged propensities agree with how often it
 * was done. For right propensities Σ 1{aᵢ = a} / pᵢ is n on average if a was always possible, and less if it was not: only more
 * than n speaks against them. Confined to one thread.
 */
public final class Actions {
    private static final double CLEAR = 4.5; // standard errors; one of hundreds of actions will be beyond 3
    private static final double MASS_TO_BELIEVE = 0.01;

    private final long[] logged;
    private final double[] wanted;
    private final double[] inverse;
    private final double[] inverseSquares;
    private long rows;

    /** No rows yet. */
    public Actions(int actions) {
        logged = new long[actions];
        wanted = new double[actions];
        inverse = new double[actions];
        inverseSquares = new double[actions];
    }

    /** Adds a row; π(·|x) at {@code from …}. */
    public void add(int action, double propensity, double[] policy, int from) {
        for (int a = 0; a < wanted.length; a++) {
            wanted[a] += policy[from + a];
        }
        logged[action]++;
        inverse[action] += 1 / propensity;
        inverseSquares[action] += 1 / (propensity * propensity);
        rows++;
    }

    /** Rows in which the action was logged. */
    public long logged(int action) {
        return logged[action];
    }

    /** Mean probability with which the policy takes the action. */
    public double wanted(int action) {
        return wanted[action] / rows;
    }

    /** Probability that the policy puts on actions which the log never shows. */
    public double unsupported() {
        double mass = 0;
        for (int a = 0; a < logged.length; a++) {
            mass += logged[a] == 0 ? wanted[a] / rows : 0;
        }
        return mass;
    }

    /** Standard errors by which Σ 1{aᵢ = a} / pᵢ exceeds n; the propensities of the action are too small if it is great. */
    public double propensityOff(int action) {
        if (logged[action] < 2) {
            return 0;
        }
        double mean = inverse[action] / rows;
        double variance = inverseSquares[action] / rows - mean * mean;
        double off = mean - 1;
        return Math.abs(off) < 1e-9 ? 0 : off / Math.max(1e-12, Math.sqrt(Math.max(0, variance) / rows));
    }

    void judge(List<Finding> findings) {
        double missing = unsupported();
        if (missing > 1e-12) {
            findings.add(new Finding(
                    missing > MASS_TO_BELIEVE ? Belief.DO_NOT : Belief.WITH_CARE,
                    String.format(
                            Locale.ROOT,
                            "%.3g %% of the policy's decisions are actions that the log never shows (first: action %d)",
                            100 * missing,
                            firstUnsupported()),
                    "log these actions with some probability, or evaluate a policy without them"));
        }
        int worst = 0;
        for (int a = 1; a < logged.length; a++) {
            if (propensityOff(a) > propensityOff(worst)) {
                worst = a;
            }
        }
        if (propensityOff(worst) > CLEAR) {
            findings.add(
                    new Finding(
                            Belief.DO_NOT,
                            String.format(
                                    Locale.ROOT,
                                    "action %d was logged %d times, but its propensities promise %.4g times as few (%.1f standard errors)",
                                    worst,
                                    logged[worst],
                                    inverse[worst] / rows,
                                    propensityOff(worst)),
                            "the propensities are not the probabilities with which actions were chosen: find out what chose them"));
        }
    }

    private int firstUnsupported() {
        int first = 0;
        while (logged[first] > 0 || !(wanted[first] > 0)) {
            first++;
        }
        return first;
    }
}
