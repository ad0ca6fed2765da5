package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * Page-Hinkley test in both directions (Page 1954; Hinkley 1971), in the form and with the defaults of river 0.21:
 *
 * <pre>Uₜ = αUₜ₋₁ + (xₜ − x̄ₜ − δ),  alarm of a rise when Uₜ − min U > λ
 * Dₜ = αDₜ₋₁ + (xₜ − x̄ₜ + δ),  alarm of a fall when max D − Dₜ > λ</pre>
 *
 * x̄ is the mean since the last reset, {@code least} numbers must have come. δ and λ are in the unit of x. Time and memory O(1).
 */
public final class PageHinkley implements Detector {
    /** river's default α. */
    public static final double FORGETTING = 1 - 0.0001;

    private final long least;
    private final double delta;
    private final double threshold;
    private final double alpha;
    private long n;
    private double mean;
    private double up;
    private double down;
    private double least1;
    private double most1;
    private long sinceLeast;
    private long sinceMost;

    /** River's defaults but for the threshold λ. */
    public PageHinkley(double threshold) {
        this(30, 0.005, threshold, FORGETTING);
    }

    /**
     * None yet seen.
     *
     * @param least     numbers before the first alarm
     * @param delta     δ, what the mean may drift by unpunished
     * @param threshold λ
     * @param alpha     factor by which older sums fade, in (0, 1]
     */
    public PageHinkley(long least, double delta, double threshold, double alpha) {
        if (!(delta >= 0 && threshold > 0 && alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("delta must be at least 0, threshold above 0 and alpha in (0, 1], were "
                    + delta + ", " + threshold + ", " + alpha);
        }
        this.least = least;
        this.delta = delta;
        this.threshold = threshold;
        this.alpha = alpha;
        reset();
    }

    @Override
    public boolean observe(double x) {
        n++;
        mean += (x - mean) / n;
        up = alpha * up + x - mean - delta;
        down = alpha * down + x - mean + delta;
        sinceLeast++;
        sinceMost++;
        if (up < least1) {
            least1 = up;
            sinceLeast = 0;
        }
        if (down > most1) {
            most1 = down;
            sinceMost = 0;
        }
        return n >= least && nearness() > 1;
    }

    @Override
    public boolean fell() {
        return most1 - down > up - least1;
    }

    @Override
    public long sinceChange() {
        return fell() ? sinceMost : sinceLeast;
    }

    @Override
    public double nearness() {
        return n == 0 ? 0 : Math.max(up - least1, most1 - down) / threshold;
    }

    @Override
    public void reset() {
        n = 0;
        mean = 0;
        up = 0;
        down = 0;
        least1 = Double.POSITIVE_INFINITY;
        most1 = Double.NEGATIVE_INFINITY;
        sinceLeast = 0;
        sinceMost = 0;
    }

    @Override
    public int stateBytes() {
        return 8 * Long.BYTES;
    }

    @Override
    public void save(ByteBuffer to) {
        to.putLong(n).putDouble(mean).putDouble(up).putDouble(down);
        to.putDouble(least1).putDouble(most1).putLong(sinceLeast).putLong(sinceMost);
    }

    @Override
    public void load(ByteBuffer from) {
        n = from.getLong();
        mean = from.getDouble();
        up = from.getDouble();
        down = from.getDouble();
        least1 = from.getDouble();
        most1 = from.getDouble();
        sinceLeast = from.getLong();
        sinceMost = from.getLong();
    }
}
