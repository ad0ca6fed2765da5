package dev.weir.ops.simulate;

import java.util.Arrays;

/** How a play went: the reward of each decision, in order, and what it had been expected to bring. */
final class Course {
    private double[] rewards = new double[4096];
    private double[] expected = new double[4096];
    private int size;
    private double sum;
    private final Quantiles decideMicros = new Quantiles();

    /** @param expectedReward NaN where nobody knows it */
    synchronized void add(double expectedReward, double reward, double micros) {
        if (size == rewards.length) {
            rewards = Arrays.copyOf(rewards, 2 * size);
            expected = Arrays.copyOf(expected, 2 * size);
        }
        rewards[size] = reward;
        expected[size++] = expectedReward;
        sum += reward;
        decideMicros.add(micros);
    }

    synchronized int size() {
        return size;
    }

    synchronized double mean() {
        return size == 0 ? Double.NaN : sum / size;
    }

    /** Mean reward of the last {@code count} decisions. */
    synchronized double meanOfLast(int count) {
        return mean(rewards, size - count, size);
    }

    synchronized double meanExpectedOfLast(int count) {
        return mean(expected, size - count, size);
    }

    synchronized double meanBetween(int from, int to) {
        return mean(rewards, from, to);
    }

    synchronized double decideMicros(double q) {
        return decideMicros.at(q);
    }

    private static double mean(double[] values, int from, int to) {
        int start = Math.max(from, 0);
        double total = 0;
        for (int i = start; i < to; i++) {
            total += values[i];
        }
        return to > start ? total / (to - start) : Double.NaN;
    }
}
