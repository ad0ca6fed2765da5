package dev.weir.evaluation.estimator;

/**
 * Doubly robust with weights that steady its variance, for logs whose policy learned while it logged: V̂ = Σ hₜ Γₜ / Σ hₜ with
 * Γₜ = v̂ₜ + wₜ (rₜ − q̂ₜ) (Hadad et al. 2021; Zhan et al. 2021, StableVar). There a plain mean is unbiased but not normal,
 * for the variance of Γₜ moves with the log's own rewards. hₜ = 1/√ṽₜ, ṽₜ an estimate from earlier rows alone of
 * E[Σₐ π(a|x)² / pₜ(a|x)]: so hₜ is fixed before row t is seen, and the sum stays a martingale whose variance is
 * Σ hₜ² (Γₜ − V̂)² / (Σ hₜ)².
 *
 * <p>Constant memory. The order of rows is that of the log; q̂ₜ must come from earlier rows only. Confined to one thread.
 */
public final class StabilisedAipw {
    private static final double PRIOR_ROWS = 20;

    private final double memory;
    private double proxyWeight = PRIOR_ROWS;
    private double proxySum = PRIOR_ROWS;
    private long rows;
    private double h;
    private double hTerm;
    private final double[] second = new double[3]; // Σ h² Γᵏ
    private final double[] fourth = new double[5]; // Σ h⁴ Γᵏ
    private final double[] byUnit; // [groups × 2] Σ h Γ and Σ h of each group of units; empty where each row is a unit

    /** Empty, each row a unit of its own. */
    public StabilisedAipw(double memoryRows) {
        this(memoryRows, 0);
    }

    /**
     * Empty.
     *
     * @param groups a power of two: a unit's rows count as one, its group being its number modulo the groups, as in
     *               {@link Evaluation}; 0: each row is a unit
     * @param memoryRows rows over which ṽ averages: a few hundred follow a policy that changes fast
     */
    public StabilisedAipw(double memoryRows, int groups) {
        if (groups != 0 && Integer.bitCount(groups) != 1) {
            throw new IllegalArgumentException("groups must be a power of two or 0, was " + groups);
        }
        this.byUnit = new double[2 * groups];
        if (!(memoryRows >= 1)) {
            throw new IllegalArgumentException("memoryRows must be at least 1, was " + memoryRows);
        }
        this.memory = 1 - 1 / memoryRows;
    }

    /** Adds the next row where only the logged action's propensity is known: wₜ², whose mean is the same, stands for the sum. */
    public void add(double weight, double reward, double loggedValue, double policyValue) {
        add(rows, weight, reward, loggedValue, policyValue, weight * weight);
    }

    /** Adds the next row, a unit of its own. */
    public void add(double weight, double reward, double loggedValue, double policyValue, double proxy) {
        add(rows, weight, reward, loggedValue, policyValue, proxy);
    }

    /**
     * Adds the next row.
     *
     * @param unit  what is independent of others
     * @param proxy Σₐ π(a|xₜ)² / pₜ(a|xₜ), from the logging policy's whole distribution
     */
    public void add(long unit, double weight, double reward, double loggedValue, double policyValue, double proxy) {
        double term = policyValue + weight * (reward - loggedValue);
        if (!Double.isFinite(term) || !(proxy >= 0 && proxy < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("row " + rows + ": weight, reward and model values must be finite, were "
                    + weight + ", " + reward + ", " + loggedValue + ", " + policyValue);
        }
        double steady = Math.sqrt(proxyWeight / proxySum);
        h += steady;
        hTerm += steady * term;
        if (byUnit.length > 0) {
            int at = 2 * (int) (unit & (byUnit.length / 2 - 1));
            byUnit[at] += steady * term;
            byUnit[at + 1] += steady;
        }
        addPowers(second, steady * steady, term);
        addPowers(fourth, steady * steady * steady * steady, term);
        proxyWeight = memory * proxyWeight + 1;
        proxySum = memory * proxySum + proxy;
        rows++;
    }

    /** V̂ with its standard error. */
    public Estimate estimate() {
        double value = hTerm / h;
        if (byUnit.length > 0) {
            return byUnit(value);
        }
        double squares = Math.max(0, second[2] - 2 * value * second[1] + value * value * second[0]);
        double fourths = fourth[4]
                - 4 * value * fourth[3]
                + 6 * value * value * fourth[2]
                - 4 * value * value * value * fourth[1]
                + value * value * value * value * fourth[0];
        double error = rows < 2 ? Double.NaN : Math.sqrt(squares) / h;
        int groups = (int) Math.min(rows, Integer.MAX_VALUE);
        return new Estimate(
                "stabilised-aipw", value, error, rows, groups, Estimate.freedom(groups, squares, Math.max(0, fourths)));
    }

    private Estimate byUnit(double value) {
        double squares = 0;
        double fourths = 0;
        int groups = 0;
        for (int at = 0; at < byUnit.length; at += 2) {
            double off = byUnit[at] - value * byUnit[at + 1];
            squares += off * off;
            fourths += off * off * off * off;
            groups += byUnit[at + 1] > 0 ? 1 : 0;
        }
        double error = groups < 2 ? Double.NaN : Math.sqrt(squares * groups / (groups - 1)) / h;
        return new Estimate("stabilised-aipw", value, error, rows, groups, Estimate.freedom(groups, squares, fourths));
    }

    private static void addPowers(double[] sums, double weight, double term) {
        double power = weight;
        for (int k = 0; k < sums.length; k++) {
            sums[k] += power;
            power *= term;
        }
    }
}
