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

    private final boolean centred;
    private double count;
    private double mean; // of returns
    private double squares;
    private double rewards;
    private double rewardMean;

    /** Nothing seen. */
    public ReturnScale(boolean centred) {
        this.centred = centred;
    }

    /** Takes note of a reward; what {@link #centred} takes off from now on. */
    public void reward(double reward) {
        rewards++;
        rewardMean += Math.max(1 / rewards, 1e-4) * (reward - rewardMean);
    }

    /** What is learned of a reward before scaling. */
    public double centred(double reward) {
        return centred ? reward - rewardMean : reward;
    }

    /** Takes note of a discounted sum of centred rewards. */
    public void sum(double sum) {
        count++;
        double before = sum - mean;
        mean += before / count;
        squares += before * (sum - mean);
    }

    /** Deviation of the sums: a reward over it is what is learned. */
    public double deviation() {
        return count < 2 ? 1 : Math.sqrt(squares / count + EPSILON);
    }

    /** Running mean of rewards. */
    public double rewardMean() {
        return rewardMean;
    }

    /** Appends everything. */
    public void write(ByteBuffer out) {
        out.putDouble(count)
                .putDouble(mean)
                .putDouble(squares)
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
        squares = in.getDouble();
        rewards = in.getDouble();
        rewardMean = in.getDouble();
    }
}
