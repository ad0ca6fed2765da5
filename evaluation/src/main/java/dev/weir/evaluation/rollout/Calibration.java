package dev.weir.evaluation.rollout;

import java.nio.ByteBuffer;

/**
 * A straight line from what a candidate expects to the reward that came, fitted to earlier decisions alone, each weighing
 * what the candidate would have done it more often than was served. Candidates that learn something else than the reward,
 * such as returns of whole episodes, become control variates by it all the same. Confined to one thread.
 */
final class Calibration {
    static final int BYTES = 6 * Double.BYTES;

    /** Decisions, weighed, before the slope is believed. */
    private static final double FIRST = 50;

    private double count;
    private double weights;
    private double expected;
    private double rewards;
    private double squares;
    private double products;

    /** What reward a candidate that expects so much means. */
    double apply(double expectation) {
        if (weights <= 0) {
            return 0;
        }
        double meanExpected = expected / weights;
        double meanReward = rewards / weights;
        double variance = squares / weights - meanExpected * meanExpected;
        if (count < FIRST || !(variance > 1e-12 * (1 + meanExpected * meanExpected))) {
            return meanReward;
        }
        double slope = (products / weights - meanExpected * meanReward) / variance;
        return meanReward + slope * (expectation - meanExpected);
    }

    void add(double weight, double expectation, double reward) {
        count += Math.min(1, weight);
        weights += weight;
        expected += weight * expectation;
        rewards += weight * reward;
        squares += weight * expectation * expectation;
        products += weight * expectation * reward;
    }

    void write(ByteBuffer out) {
        for (double number : new double[] {count, weights, expected, rewards, squares, products}) {
            out.putDouble(number);
        }
    }

    void read(ByteBuffer in) {
        count = in.getDouble();
        weights = in.getDouble();
        expected = in.getDouble();
        rewards = in.getDouble();
        squares = in.getDouble();
        products = in.getDouble();
    }
}
