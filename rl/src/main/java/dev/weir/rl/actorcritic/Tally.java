package dev.weir.rl.actorcritic;

import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.network.BytePages;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * What changes at every transition, weights and memories aside: counts, moments of features, scale of rewards, and numbers
 * that are known by name, some of them smoothed for people. Confined to one thread.
 */
public class Tally extends BytePages {
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final String[] names;
    private final double[] numbers;
    private final LongConsumer resume;
    private long transitions;
    private long steps;

    /**
     * All 0.
     *
     * @param resume hears of the training steps done when a saved state comes back
     */
    public Tally(RunningMoments moments, ReturnScale scale, LongConsumer resume, String... names) {
        this.moments = moments;
        this.scale = scale;
        this.resume = resume;
        this.names = names.clone();
        this.numbers = new double[names.length];
    }

    /** Counts a transition. */
    public final void observed() {
        transitions++;
        touch();
    }

    /** Transitions seen. */
    public final long transitions() {
        return transitions;
    }

    /** Counts a training step. */
    public final void trained() {
        steps++;
    }

    /** Training steps done. */
    public final long steps() {
        return steps;
    }

    /** A number by its place among the names. */
    public final double get(int number) {
        return numbers[number];
    }

    /** Sets a number. */
    public final void set(int number, double value) {
        numbers[number] = value;
    }

    /** Moves a number towards a value by this share of the way. */
    public final void smooth(int number, double rate, double value) {
        numbers[number] += rate * (value - numbers[number]);
    }

    /** The numbers by name, and the mean reward; open to more. */
    public final Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            metrics.put(names[i], numbers[i]);
        }
        metrics.put("mean-reward", scale.rewardMean());
        return metrics;
    }

    @Override
    protected int bytes() {
        return 2 * Long.BYTES + numbers.length * Double.BYTES + moments.bytes() + ReturnScale.BYTES;
    }

    @Override
    protected void write(ByteBuffer out) {
        out.putLong(transitions).putLong(steps);
        for (double number : numbers) {
            out.putDouble(number);
        }
        moments.write(out);
        scale.write(out);
    }

    @Override
    protected void check(ByteBuffer in) {
        long seen = in.getLong();
        long done = in.getLong();
        if (seen < 0 || done < 0) {
            throw new IllegalArgumentException(
                    "counts must not be negative, were " + seen + " transitions and " + done + " steps");
        }
        for (String name : names) {
            double number = in.getDouble();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(name + " must be finite, was " + number);
            }
        }
        moments.validate(in);
        ReturnScale.check(in);
    }

    @Override
    protected void read(ByteBuffer in) {
        transitions = in.getLong();
        steps = in.getLong();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.getDouble();
        }
        moments.read(in);
        scale.read(in);
        resume.accept(steps);
    }
}
