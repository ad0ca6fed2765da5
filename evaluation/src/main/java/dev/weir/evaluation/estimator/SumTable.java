package dev.weir.evaluation.estimator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Sums of several estimators by group of units, one group's side by side. Confined to one thread. */
final class SumTable {
    private final Estimator[] each;
    private final int[] place; // of an estimator's averaged sum within a group's row; its normalised one follows
    private final int stride;
    private final double[] sums; // [groups × stride]: rows, Σ w, then the estimators' sums
    private final long mask;

    SumTable(List<Estimator> estimators, int groups) {
        if (Integer.bitCount(groups) != 1) {
            throw new IllegalArgumentException("groups must be a power of two, was " + groups);
        }
        this.each = estimators.toArray(Estimator[]::new);
        this.place = new int[each.length];
        int next = 2;
        for (int e = 0; e < each.length; e++) {
            place[e] = next;
            next += each[e].selfNormalised() ? 2 : 1;
        }
        this.stride = next;
        this.sums = new double[groups * stride];
        this.mask = groups - 1L;
    }

    int groups() {
        return (int) (mask + 1);
    }

    void add(long unit, double weight, double reward, double loggedValue, double policyValue) {
        int at = (int) (unit & mask) * stride;
        sums[at]++;
        sums[at + 1] += weight;
        for (int e = 0; e < each.length; e++) {
            Estimator estimator = each[e];
            int to = at + place[e];
            sums[to] += estimator.averaged(weight, reward, loggedValue, policyValue);
            if (estimator.selfNormalised()) {
                sums[to + 1] += estimator.normalised(weight, reward, loggedValue, policyValue);
            }
        }
    }

    /** Adds another table of the same estimators and groups. */
    void merge(SumTable other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    /** Each estimator's sums, groups without rows left out. */
    List<GroupSums> sums() {
        return IntStream.range(0, each.length)
                .mapToObj(e -> new GroupSums(
                        each[e].name(),
                        column(0),
                        column(1),
                        column(place[e]),
                        each[e].selfNormalised() ? column(place[e] + 1) : new double[0]))
                .toList();
    }

    private double[] column(int index) {
        double[] column = new double[groups()];
        int count = 0;
        for (int at = 0; at < sums.length; at += stride) {
            if (sums[at] > 0) {
                column[count++] = sums[at + index];
            }
        }
        return Arrays.copyOf(column, count);
    }
}
