package dev.weir.rl.actorcritic;

import java.nio.ByteBuffer;

/**
 * In what units rewards are learned: over the deviation of discounted returns so far (Engstrom et al. 2020; Elsayed et al.
 * 2024, Algorithm 5), and less their running mean if centred (Naik et al. 2024). Confined to one thread.
 */
public final class ReturnScale {
    /** Bytes of {@link #write}. */
    public static final int BYTES = 5 * Double.BYTES;

    private static final double EPSILON = 1e-8;
    private static final double SLOWEST = 1e-4; // share of the newest: wild beginnings are forgotten after some 10,000

    private final boolean centred;
    private double count;
    private double mean; // of returns
    private double variance;
    private double rewards;
    private double rewardMean;

    /** Nothing seen. */
    public ReturnScale(boolean centred) {
        this.centred = centred;
    }

    /** Takes note of a reward; what {@link #centred} takes off from now on. */
    public void reward(double reward) {
        rewards++;
        rewardMean += Math.max(1 / rewards, SLOWEST) * (reward - rewardMean);
    }

    /** What is learned of a reward before scaling. */
    public double centred(double reward) {
        return centred ? reward - rewardMean : reward;
    }

    /** Takes note of a discounted sum of centred rewards. */
    public void sum(double sum) {
        count++;
        double share = Math.max(1 / count, SLOWEST);
        double before = sum - mean;
        mean += share * before;
        variance += share * (before * (sum - mean) - variance);
    }

    /** Deviation of the sums: a reward over it is what is learned. */
    public double deviation() {
        return count < 2 ? 1 : Math.sqrt(variance + EPSILON);
    }

    /** Running mean of rewards. */
    public double rewardMean() {
        return rewardMean;
    }

    /** Appends everything. */
    public void write(ByteBuffer out) {
        out.putDouble(count)
                .putDouble(mean)
                .putDouble(variance)
                .putDouble(rewards)
                .putDouble(rewardMean);
    }

    /**
     * Checks what {@link #write} wrote, and moves past it.
     *
     * @throws IllegalArgumentException if a number is not finite, or negative where it cannot be
     */
    public static void check(ByteBuffer in) {
        for (int i = 0; i < 5; i++) {
            double value = in.getDouble();
            if (!Double.isFinite(value) || (i == 0 || i == 2 || i == 3) && value < 0) {
                throw new IllegalArgumentException("scale of returns must be finite, had " + value);
            }
        }
    }

    /** Reads what {@link #check} found good. */
    public void read(ByteBuffer in) {
        count = in.getDouble();
        mean = in.getDouble();
        variance = in.getDouble();
        rewards = in.getDouble();
        rewardMean = in.getDouble();
    }
}
