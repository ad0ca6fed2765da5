package dev.weir.ops.evaluate;

import dev.weir.evaluation.model.CrossFit;
import dev.weir.evaluation.model.Ridge;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.SparseVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ridge regression of the reward on {@link PairFeatures}, cross-fitted by unit in constant memory: sums by fold of units, each
 * fold valued by the sums of the others. The penalty of a place is λ times the mean square of its entries that are not 0, as
 * if features had been rescaled. Confined to one thread.
 */
final class RewardModels {
    private static final double[] RIDGES = {1, 10, 100, 1000, 10000};

    private final PairFeatures features;
    private final Ridge[] sums;
    private final double[] squares;
    private final double[] counts;
    private final int width;
    private int[] places = new int[64];
    private double[] numbers = new double[64];
    private final double[][] theta;
    private final double ridge;
    private final long seed;
    private final SparseVector pair = new SparseVector();
    private long rows;
    private long fittedAt;

    /**
     * Empty.
     *
     * @param ridge λ; 0: chosen for each fold by a cross-fit within the others
     */
    RewardModels(DecisionProblem problem, int folds, double ridge, long seed) {
        if (folds < 2 || folds > 20) {
            throw new IllegalArgumentException("--folds must be 2 to 20, was " + folds);
        }
        if (!(ridge >= 0 && Double.isFinite(ridge))) {
            throw new IllegalArgumentException("--ridge must be above 0, or 0 to be chosen, was " + ridge);
        }
        this.features = new PairFeatures(problem);
        this.sums = new Ridge[folds];
        Arrays.setAll(sums, f -> new Ridge(features.width()));
        this.squares = new double[features.width()];
        this.counts = new double[features.width()];
        this.width = features.width();
        this.theta = new double[folds][features.width()];
        this.ridge = ridge;
        this.seed = seed;
    }

    void add(LogRow row) {
        features.begin(row.situation());
        features.pair(row.situation(), row.place(), pair);
        int count = gathered();
        for (int i = 0; i < count; i++) {
            squares[places[i]] += numbers[i] * numbers[i];
            counts[places[i]]++;
        }
        sums[fold(row)].add(places, numbers, count, row.reward(), 1);
        rows++;
    }

    /** The pair's entries in ascending order of places, those of one place added up. */
    private int gathered() {
        int count = 0;
        for (int i = 0; i < pair.size(); i++) {
            int place = pair.place(i);
            int to = count;
            while (to > 0 && places[to - 1] > place) {
                to--;
            }
            if (to > 0 && places[to - 1] == place) {
                numbers[to - 1] += pair.value(i);
                continue;
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            System.arraycopy(places, to, places, to + 1, count - to);
            System.arraycopy(numbers, to, numbers, to + 1, count - to);
            places[to] = place;
            numbers[to] = pair.value(i);
            count++;
        }
        return count;
    }

    /** Fits to what was added so far. */
    void fit() {
        for (int f = 0; f < sums.length; f++) {
            Ridge others = without(f, f);
            theta[f] = others.solve(penalties(ridge > 0 ? ridge : chosen(f)));
        }
        fittedAt = rows;
    }

    /** The λ that foretells best within the folds beside f: by a cross-fit of its own, so that f is not seen. */
    private double chosen(int f) {
        double best = RIDGES[RIDGES.length - 1];
        double least = Double.POSITIVE_INFINITY;
        for (double candidate : sums.length == 2 ? new double[] {RIDGES[1]} : RIDGES) {
            double error = 0;
            for (int g = 0; g < sums.length; g++) {
                error += g == f ? 0 : sums[g].squaredError(without(f, g).solve(penalties(candidate)));
            }
            if (error < least) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private Ridge without(int f, int g) {
        Ridge others = new Ridge(width);
        for (int h = 0; h < sums.length; h++) {
            if (h != f && h != g) {
                others.add(sums[h]);
            }
        }
        return others;
    }

    private double[] penalties(double lambda) {
        double[] penalties = new double[width];
        for (int j = 0; j < penalties.length; j++) {
            penalties[j] = squares[j] > 0 ? lambda * squares[j] / counts[j] : lambda;
        }
        penalties[0] = 1e-6;
        return penalties;
    }

    /** Fits again where a third more is known than the last time: forward in time at little cost. */
    void fitAsItGrows() {
        if (rows >= 20 && rows > fittedAt + fittedAt / 3) {
            fit();
        }
    }

    /**
     * q̂(x, ·) of the allowed actions of a row, by a model that has not seen the row's unit.
     *
     * @param reuse where it is written if long enough
     */
    double[] values(LogRow row, int allowed, double @Nullable [] reuse) {
        double[] values = reuse != null && reuse.length >= allowed ? reuse : new double[allowed];
        double[] of = theta[fold(row)];
        features.begin(row.situation());
        features.dot(of, row.situation(), allowed, values);
        return values;
    }

    private int fold(LogRow row) {
        return CrossFit.fold(row.unit(), sums.length, seed);
    }
}
