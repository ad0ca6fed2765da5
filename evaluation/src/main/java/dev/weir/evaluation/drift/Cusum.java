package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Two-sided CUSUM of standardised scores, with two reference values at once:
 *
 * <pre>S⁺ₜ = max(0, S⁺ₜ₋₁ + zₜ − k),  S⁻ₜ = max(0, S⁻ₜ₋₁ − zₜ − k),  alarm when θ·S ≥ a</pre>
 *
 * for k = δ/2 and k = δ, δ being the smallest shift worth knowing, in standard deviations: the first is the quickest for a
 * shift of δ, the second for 2δ (Page 1954; several references at once: Lorden 1971, Sparks 2000). a is the threshold on the
 * scale of log-likelihood ratios, so that one number serves all of them; θ, the tilt, is 2k for Gaussian scores and is lowered
 * by {@link #tilt} where the scores' tails are longer ({@link Tilt}).
 *
 * <p>Input: scores z of mean 0 and deviation 1 before the change. Time and memory O(1).
 */
public final class Cusum implements Detector {
    /** Sums: a rise and a fall of each reference. */
    static final int SUMS = 4;

    private final double[] references;
    private final double[] thresholds = new double[SUMS];
    private final double[] gaussian = new double[SUMS];
    private final double[] sums = new double[SUMS];
    private final long[] lengths = new long[SUMS];
    private int loudest;

    /**
     * None yet seen.
     *
     * @param smallestShift in standard deviations, above 0
     * @param runLength     expected numbers between false alarms, of both sides and both references together
     */
    public Cusum(double smallestShift, double runLength) {
        if (!(smallestShift > 0 && smallestShift <= 10)) {
            throw new IllegalArgumentException("smallestShift must be in (0, 10] deviations, was " + smallestShift);
        }
        references = new double[] {smallestShift / 2, smallestShift};
        for (int i = 0; i < SUMS; i++) {
            gaussian[i] = RunLength.cusumThreshold(references[i / 2], SUMS * runLength);
            thresholds[i] = gaussian[i];
        }
    }

    /** Reference values k, in standard deviations. */
    public double[] references() {
        return references.clone();
    }

    /**
     * Adapts the thresholds to scores that are not Gaussian.
     *
     * @param reference index of the reference value, 0 or 1
     * @param falling   true: of the sum that grows when the mean falls
     * @param tilt      θ > 0 with E exp(θ(±z − k)) = 1; above 2k it counts as 2k
     */
    public void tilt(int reference, boolean falling, double tilt) {
        int i = 2 * reference + (falling ? 1 : 0);
        double own = 2 * references[reference];
        thresholds[i] = gaussian[i] * Math.max(1, own / Math.max(tilt, 1e-3 * own));
    }

    @Override
    public boolean observe(double z) {
        loudest = 0;
        double most = -1;
        for (int i = 0; i < SUMS; i++) {
            double step = ((i & 1) == 0 ? z : -z) - references[i >> 1];
            double sum = sums[i] + step;
            if (sum > 0) {
                sums[i] = sum;
                lengths[i]++;
            } else {
                sums[i] = 0;
                lengths[i] = 0;
            }
            double near = sums[i] / thresholds[i];
            if (near > most) {
                most = near;
                loudest = i;
            }
        }
        return most >= 1;
    }

    @Override
    public boolean fell() {
        return (loudest & 1) == 1;
    }

    @Override
    public long sinceChange() {
        return lengths[loudest];
    }

    long length(int sum) {
        return lengths[sum];
    }

    int loudest() {
        return loudest;
    }

    /** Mean shift of the scores since the estimated change, in standard deviations, without its sign. */
    public double estimate() {
        return lengths[loudest] == 0 ? 0 : sums[loudest] / lengths[loudest] + references[loudest >> 1];
    }

    @Override
    public double nearness() {
        return sums[loudest] / thresholds[loudest];
    }

    @Override
    public void reset() {
        Arrays.fill(sums, 0);
        Arrays.fill(lengths, 0);
        loudest = 0;
    }

    @Override
    public int stateBytes() {
        return SUMS * (3 * Long.BYTES) + Integer.BYTES;
    }

    @Override
    public void save(ByteBuffer to) {
        for (int i = 0; i < SUMS; i++) {
            to.putDouble(sums[i]).putLong(lengths[i]).putDouble(thresholds[i]);
        }
        to.putInt(loudest);
    }

    @Override
    public void load(ByteBuffer from) {
        for (int i = 0; i < SUMS; i++) {
            sums[i] = from.getDouble();
            lengths[i] = from.getLong();
            thresholds[i] = from.getDouble();
        }
        loudest = from.getInt();
    }
}
