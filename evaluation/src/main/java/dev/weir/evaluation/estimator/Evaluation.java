package dev.weir.evaluation.estimator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several estimators of one policy's value, fed row by row in constant memory: sums by group of units, 2¹⁴ groups unless
 * told otherwise, a unit's group being its number modulo the groups. So up to that many units numbered from 0 (as rows are,
 * where each decision is its own unit) have groups of their own; hashed units share them evenly. Confined to one thread;
 * parts of a log that were added to several are merged.
 */
public final class Evaluation {
    /** Groups where none are asked for. */
    public static final int GROUPS = 1 << 14;

    private static final double PMF_TOLERANCE = 1e-6;

    private final List<Estimator> estimators;
    private final SumTable table;
    private long rows;

    /** Empty, of 2¹⁴ groups. */
    public Evaluation(List<Estimator> estimators) {
        this(estimators, GROUPS);
    }

    /**
     * Empty.
     *
     * @param groups a power of two; memory is about 8 · groups · (2 + estimators) bytes
     */
    public Evaluation(List<Estimator> estimators, int groups) {
        this.estimators = List.copyOf(estimators);
        this.table = new SumTable(this.estimators, groups);
    }

    /** Adds a row without a reward model. */
    public void add(long unit, int action, double propensity, double reward, double[] policy) {
        add(unit, action, propensity, reward, policy, 0, policy.length, null, 0);
    }

    /**
     * Adds a row.
     *
     * @param policy     π(·|x) of the evaluated policy at {@code from … from + actions − 1}
     * @param values     q̂(x, ·) at {@code valuesFrom …}, or null without a reward model
     * @throws IllegalArgumentException naming the row, if a number is not what it must be; nothing is added then
     */
    public void add(
            long unit,
            int action,
            double propensity,
            double reward,
            double[] policy,
            int from,
            int actions,
            double @Nullable [] values,
            int valuesFrom) {
        double mass = sum(policy, from, actions);
        double policyValue = values == null ? 0 : dot(policy, from, values, valuesFrom, actions);
        if (action < 0 || action >= actions) {
            throw bad("action must be 0 to " + (actions - 1) + ", was " + action);
        }
        if (!(propensity > 0 && propensity <= 1)) {
            throw bad("propensity must be in (0, 1], was " + propensity);
        }
        if (!(Math.abs(mass - 1) <= PMF_TOLERANCE) || !(policy[from + action] >= 0)) {
            throw bad("the policy's probabilities must be at least 0 and sum to 1, summed to " + mass);
        }
        double weight = policy[from + action] / propensity;
        addWeighted(unit, weight, reward, values == null ? 0 : values[valuesFrom + action], policyValue);
    }

    /** Four sums side by side: one after the other each addition would wait for the one before. */
    private static double sum(double[] of, int from, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        int end = from + count;
        for (; i + 3 < end; i += 4) {
            a += of[i];
            b += of[i + 1];
            c += of[i + 2];
            d += of[i + 3];
        }
        for (; i < end; i++) {
            a += of[i];
        }
        return (a + b) + (c + d);
    }

    private static double dot(double[] of, int from, double[] with, int withFrom, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += of[from + i] * with[withFrom + i];
            b += of[from + i + 1] * with[withFrom + i + 1];
            c += of[from + i + 2] * with[withFrom + i + 2];
            d += of[from + i + 3] * with[withFrom + i + 3];
        }
        for (; i < count; i++) {
            a += of[from + i] * with[withFrom + i];
        }
        return (a + b) + (c + d);
    }

    /** Adds a row of which only the importance weight is left; those of {@link Slates} may be negative. */
    public void addWeighted(long unit, double weight, double reward, double loggedValue, double policyValue) {
        if (!Double.isFinite(weight)) {
            throw bad("weight must be finite, was " + weight);
        }
        if (!Double.isFinite(reward)) {
            throw bad("reward must be finite, was " + reward);
        }
        if (!Double.isFinite(loggedValue + policyValue)) {
            throw bad("model values must be finite, were " + loggedValue + " and " + policyValue);
        }
        table.add(unit, weight, reward, loggedValue, policyValue);
        rows++;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("row " + rows + ": " + what);
    }

    /** Adds another's rows; both have the same estimators and groups. */
    public void merge(Evaluation other) {
        if (!estimators.equals(other.estimators) || table.groups() != other.table.groups()) {
            throw new IllegalArgumentException("only evaluations of the same estimators and groups merge: " + estimators
                    + ", " + other.estimators);
        }
        table.merge(other.table);
        rows += other.rows;
    }

    /** The estimators, in the order of {@link #sums()}. */
    public List<Estimator> estimators() {
        return estimators;
    }

    /** Rows that were added. */
    public long rows() {
        return rows;
    }

    /** Each estimator's sums by group, groups without rows left out. */
    public List<GroupSums> sums() {
        return table.sums();
    }

    /** Each estimator's value with its standard error. */
    public List<Estimate> estimates() {
        return sums().stream().map(GroupSums::estimate).toList();
    }
}
