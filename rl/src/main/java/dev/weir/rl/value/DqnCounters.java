package dev.weir.rl.value;

import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.network.BytePages;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Counters and moments of a DQN, and smoothed facts for people: what changes at every transition. */
final class DqnCounters extends BytePages {
    private static final double SMOOTHING = 0.01;

    private final RunningMoments moments;
    private final RewardScale rewards;
    private final DqnNetworks networks;
    private long transitions;
    private double loss;
    private double value;
    private double norm;

    DqnCounters(RunningMoments moments, RewardScale rewards, DqnNetworks networks) {
        this.moments = moments;
        this.rewards = rewards;
        this.networks = networks;
    }

    long transitions() {
        return transitions;
    }

    void observed() {
        transitions++;
        touch();
    }

    void trained(double newLoss, double newValue, double newNorm) {
        double rate = networks.steps() == 1 ? 1 : SMOOTHING;
        loss += rate * (newLoss - loss);
        value += rate * (newValue - value);
        norm += rate * (newNorm - norm);
    }

    Map<String, Double> metrics(double epsilon, int replay) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("training-steps", (double) networks.steps());
        metrics.put("replay", (double) replay);
        metrics.put("loss", loss);
        metrics.put("value", value / rewards.factor());
        metrics.put("gradient-norm", norm);
        metrics.put("mean-reward", rewards.mean());
        metrics.put("epsilon", epsilon);
        return metrics;
    }

    @Override
    protected int bytes() {
        return 2 * Long.BYTES + 3 * Double.BYTES + RewardScale.BYTES + moments.bytes();
    }

    @Override
    protected void write(ByteBuffer out) {
        out.putLong(transitions).putLong(networks.steps());
        out.putDouble(loss).putDouble(value).putDouble(norm);
        rewards.write(out);
        moments.write(out);
    }

    @Override
    protected void check(ByteBuffer in) {
        for (int i = 0; i < 2; i++) {
            long count = in.getLong();
            if (count < 0) {
                throw new IllegalArgumentException("counts must not be negative, had " + count);
            }
        }
        for (int i = 0; i < 3 + RewardScale.BYTES / Double.BYTES; i++) {
            double number = in.getDouble();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("counters must be finite, had " + number);
            }
        }
        moments.validate(in);
    }

    @Override
    protected void read(ByteBuffer in) {
        transitions = in.getLong();
        networks.resume(in.getLong());
        loss = in.getDouble();
        value = in.getDouble();
        norm = in.getDouble();
        rewards.read(in);
        moments.read(in);
    }
}
