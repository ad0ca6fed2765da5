package dev.weir.evaluation.estimator;

/** Sums whose rounding error does not grow with their length (Neumaier 1974), in a fixed order. */
final class Sum {
    private Sum() {}

    static double of(double[] values) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return sum + lost;
    }
}
