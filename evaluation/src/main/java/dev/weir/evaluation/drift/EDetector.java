package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bounded e-detector: for numbers in [0, 1] whose mean, given what came before, stays within [low, high] before the change.
 *
 * <pre>M^λₜ = max(1, M^λₜ₋₁) · (1 + λ(xₜ − high)) for rises, 1 + λ(low − xₜ) for falls; alarm when Σ wλ M^λ ≥ 2A on a side</pre>
 *
 * The expected run length is at least A <em>without any model</em>: neither Gaussian nor independent numbers are needed, for each M is
 * an e-detector and a mixture of e-detectors is one (Shin, Ramdas and Rinaldo 2022, Theorem 2.4, baseline increments of betting
 * form in section 5). Where a model holds, a calibrated {@link Cusum} is quicker.
 *
 * <p>Input: x in [0, 1]; outside is clipped. Time and memory O(bets), {@value #BETS} a side.
 */
public final class EDetector implements Detector {
    private static final int BETS = 8;

    private final double low;
    private final double high;
    private final double threshold;
    private final double[] bets = new double[2 * BETS];
    private final double[] capital = new double[2 * BETS];
    private final long[] lengths = new long[2 * BETS];
    private boolean falling;

    /**
     * None yet seen.
     *
     * @param low       least mean before the change, in [0, 1]
     * @param high      greatest mean before the change, in [low, 1]
     * @param runLength expected numbers between false alarms, at least
     */
    public EDetector(double low, double high, double runLength) {
        if (!(0 <= low && low <= high && high <= 1)) {
            throw new IllegalArgumentException("means must be 0 <= low <= high <= 1, were " + low + " and " + high);
        }
        if (!(runLength > 1)) {
            throw new IllegalArgumentException("expected run length must be above 1, was " + runLength);
        }
        this.low = low;
        this.high = high;
        this.threshold = 2 * runLength;
        for (int i = 0; i < BETS; i++) {
            double part = 0.95 / (1 << i);
            bets[i] = high < 1 ? part / Math.max(high, 1e-3) : 0;
            bets[BETS + i] = low > 0 ? part / Math.max(1 - low, 1e-3) : 0;
        }
        reset();
    }

    @Override
    public boolean observe(double x) {
        double bounded = Math.max(0, Math.min(1, x));
        double rise = 0;
        double fall = 0;
        for (int i = 0; i < 2 * BETS; i++) {
            boolean rises = i < BETS;
            double gain = 1 + bets[i] * (rises ? bounded - high : low - bounded);
            if (capital[i] <= 1) {
                capital[i] = gain;
                lengths[i] = 1;
            } else {
                capital[i] *= gain;
                lengths[i]++;
            }
            if (rises) {
                rise += capital[i] / BETS;
            } else {
                fall += capital[i] / BETS;
            }
        }
        falling = fall > rise;
        return Math.max(rise, fall) >= threshold;
    }

    @Override
    public boolean fell() {
        return falling;
    }

    @Override
    public long sinceChange() {
        int first = falling ? BETS : 0;
        int best = first;
        for (int i = first; i < first + BETS; i++) {
            best = capital[i] > capital[best] ? i : best;
        }
        return lengths[best];
    }

    @Override
    public double nearness() {
        double sum = 0;
        int first = falling ? BETS : 0;
        for (int i = first; i < first + BETS; i++) {
            sum += capital[i] / BETS;
        }
        return Math.max(0, StrictMath.log(Math.max(sum, 1)) / StrictMath.log(threshold));
    }

    @Override
    public void reset() {
        Arrays.fill(capital, 1);
        Arrays.fill(lengths, 0);
        falling = false;
    }

    @Override
    public int stateBytes() {
        return 2 * BETS * 2 * Long.BYTES + 1;
    }

    @Override
    public void save(ByteBuffer to) {
        for (int i = 0; i < 2 * BETS; i++) {
            to.putDouble(capital[i]).putLong(lengths[i]);
        }
        to.put((byte) (falling ? 1 : 0));
    }

    @Override
    public void load(ByteBuffer from) {
        for (int i = 0; i < 2 * BETS; i++) {
            capital[i] = from.getDouble();
            lengths[i] = from.getLong();
        }
        falling = from.get() == 1;
    }
}
