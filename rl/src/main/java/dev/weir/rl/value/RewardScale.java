package dev.weir.rl.value;

import java.nio.ByteBuffer;

/**
 * In what units rewards are learned: differences from their running mean if centred (Naik et al. 2024), and over the root
 * of the mean of their squares if scaled. Confined to one thread.
 */
final class RewardScale {
    static final int BYTES = 3 * Double.BYTES;
    private static final double LEAST = 1e-12;

    private final boolean centred;
    private final boolean scaled;
    private final double slowest;
    private double count;
    private double mean;
    private double square;

    RewardScale(boolean centred, boolean scaled, int window) {
        this.centred = centred;
        this.scaled = scaled;
        this.slowest = 1.0 / window;
    }

    void add(double reward) {
        count++;
        double share = Math.max(1 / count, slowest);
        mean += share * (reward - mean);
        double shown = reward - offset();
        square += share * (shown * shown - square);
    }

    /** Running mean of rewards. */
    double mean() {
        return mean;
    }

    /** What each reward is less. */
    double offset() {
        return centred ? mean : 0;
    }

    /** What is then multiplied. */
    double factor() {
        return scaled && square > LEAST ? 1 / Math.sqrt(square) : 1;
    }

    void write(ByteBuffer out) {
        out.putDouble(count).putDouble(mean).putDouble(square);
    }

    void read(ByteBuffer in) {
        count = in.getDouble();
        mean = in.getDouble();
        square = in.getDouble();
    }
}
