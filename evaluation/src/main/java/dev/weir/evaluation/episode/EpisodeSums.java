package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;
import java.util.Arrays;

/** Group sums of which each group is one episode. */
final class EpisodeSums {
    private EpisodeSums() {}

    static GroupSums mean(String name, double[] terms) {
        return new GroupSums(name, ones(terms.length), ones(terms.length), terms, new double[0]);
    }

    static GroupSums ratio(String name, double[] weights, double[] weighted) {
        return new GroupSums(name, ones(weights.length), weights, new double[weights.length], weighted);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
