package dev.weir.evaluation.estimator;

/**
 * One estimator's sums by group of units: all that intervals need. Units are independent, rows of one unit are not; groups
 * hold whole units, so that sums of groups are independent, and sums over groups keep the variance and the skewness that
 * sums over units have. Where each unit has a group of its own nothing is lost. Immutable.
 */
public final class GroupSums {
    private final String name;
    private final double[] rows;
    private final double[] weights;
    private final double[] averaged;
    private final double[] normalised;
    private final double allRows;
    private final double allWeights;
    private final double allAveraged;
    private final double allNormalised;

    /**
     * Copies nothing: the arrays are the group sums' own from here on.
     *
     * @param rows       [G] rows of each group, above 0
     * @param weights    [G] Σ w
     * @param averaged   [G] Σ of the averaged part
     * @param normalised [G] Σ of the self-normalised part, or empty where the estimator has none
     */
    public GroupSums(String name, double[] rows, double[] weights, double[] averaged, double[] normalised) {
        this.name = name;
        this.rows = rows;
        this.weights = weights;
        this.averaged = averaged;
        this.normalised = normalised;
        this.allRows = Sum.of(rows);
        this.allWeights = Sum.of(weights);
        this.allAveraged = Sum.of(averaged);
        this.allNormalised = Sum.of(normalised);
    }

    /** The estimator's name. */
    public String name() {
        return name;
    }

    /** Groups. */
    public int groups() {
        return rows.length;
    }

    /** Rows of a group. */
    public double rows(int group) {
        return rows[group];
    }

    /** Σ w of a group. */
    public double weights(int group) {
        return weights[group];
    }

    /** Σ of the averaged part of a group. */
    public double averaged(int group) {
        return averaged[group];
    }

    /** Σ of the self-normalised part of a group. */
    public double normalised(int group) {
        return normalised.length == 0 ? 0 : normalised[group];
    }

    /** Rows of all groups. */
    public double rows() {
        return allRows;
    }

    /** Mean weight: about 1 where the propensities are right and the log supports the policy. */
    public double meanWeight() {
        return allWeights / allRows;
    }

    /** V̂. */
    public double value() {
        return value(allRows, allWeights, allAveraged, allNormalised);
    }

    /** V̂ of other sums of the same estimator, as of a resample. */
    public double value(double sumRows, double sumWeights, double sumAveraged, double sumNormalised) {
        double value = sumAveraged / sumRows;
        return normalised.length == 0 ? value : value + sumNormalised / sumWeights;
    }

    /**
     * Influence of each group on V̂ − V, linear in the sums: Σ over rows of averaged − mean + (normalised − R w) / w̄, R being
     * the ratio of the self-normalised part. Sums to 0; V̂'s error is about its mean a row.
     */
    public double[] influence() {
        double mean = allAveraged / allRows;
        double ratio = normalised.length == 0 ? 0 : allNormalised / allWeights;
        double meanWeight = allWeights / allRows;
        double[] influence = new double[rows.length];
        for (int g = 0; g < rows.length; g++) {
            influence[g] = averaged[g] - mean * rows[g];
            if (normalised.length > 0) {
                influence[g] += (normalised[g] - ratio * weights[g]) / meanWeight;
            }
        }
        return influence;
    }

    /**
     * The same with this log's mean weight taken for known: what Open Bandit Pipeline resamples. For an estimator that is not
     * self-normalised it is the same; else intervals miss the share of the weights, and are a little off.
     */
    public GroupSums meanWeightKnown() {
        double[] terms = new double[rows.length];
        for (int g = 0; g < rows.length; g++) {
            terms[g] = averaged[g] + normalised(g) / meanWeight();
        }
        return normalised.length == 0 ? this : new GroupSums(name, rows, weights, terms, new double[0]);
    }

    /**
     * The same estimate with groups joined, as episodes of one unit are.
     *
     * @param of     the group that each of these becomes part of, 0 … groups − 1, each at least once
     */
    public GroupSums joined(int[] of, int groups) {
        double[][] columns = {rows, weights, averaged, normalised};
        double[][] joined = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            joined[c] = new double[columns[c].length == 0 ? 0 : groups];
            for (int g = 0; g < columns[c].length; g++) {
                joined[c][of[g]] += columns[c][g];
            }
        }
        return new GroupSums(name, joined[0], joined[1], joined[2], joined[3]);
    }

    /** V̂ with its standard error √(G/(G−1) Σ influence²) / n. */
    public Estimate estimate() {
        int count = rows.length;
        double squares = 0;
        double fourths = 0;
        for (double influence : influence()) {
            squares += influence * influence;
            fourths += influence * influence * influence * influence;
        }
        double error = count < 2 ? Double.NaN : Math.sqrt(squares * count / (count - 1)) / allRows;
        return new Estimate(name, value(), error, (long) allRows, count, Estimate.freedom(count, squares, fourths));
    }
}
