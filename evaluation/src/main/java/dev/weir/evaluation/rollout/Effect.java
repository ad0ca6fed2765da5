package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;
import java.nio.ByteBuffer;

/**
 * Difference in mean that a challenger makes, unit by unit, when the share of units that it gets changes on the way and the
 * metric has a trend: the slope τ of value on assignment, each less what was expected of it before the unit came,
 *
 * <pre>τ̂ = Σ a (y − m) / Σ a²,   a = 1(challenger) − p</pre>
 *
 * with p the probability of the challenger at the unit's assignment and m a running mean of earlier units of both arms
 * (Robinson 1988). Given the past, E[a (y − m) − τ a²] = 0 whatever the trend and however p was chosen, so the sum is a
 * martingale and a time-uniform interval holds at all looks (asymptotically; Waudby-Smith et al. 2021, Robbins 1970):
 *
 * <pre>τ̂ ± √((V + r) ln((V + r) / (r α²))) / Σ a²,   V = Σ a² (y − m − τ̂ a)²</pre>
 *
 * A unit weighs p (1 − p) times its inverse probability weight 1 / p or 1 / (1 − p): what inverse weighting estimates if the
 * effect is one number, without the hundredfold weights of a first stage of 1 %. Constant memory; confined to one thread.
 */
public final class Effect {
    /** Of {@link #write}. */
    public static final int BYTES = 2 * Long.BYTES + 8 * Double.BYTES;

    /** Share of the newest unit in the running mean, once there are many. */
    private static final double SLOWEST = 0.002;

    private final double tightest;
    private double mean;
    private long units;
    private long challengers;
    private double challengerMean;
    private double otherMean;
    private double slope; // Σ a (y − m)
    private double information; // Σ a²
    private double square; // Σ a² (y − m)²
    private double cross; // Σ a³ (y − m)
    private double fourth; // Σ a⁴

    /**
     * Empty.
     *
     * @param tightest units, half of them challengers, at which intervals are to be tightest
     */
    public Effect(double tightest) {
        if (!(tightest >= 1)) {
            throw new IllegalArgumentException("tightest must be at least 1, was " + tightest);
        }
        this.tightest = tightest;
    }

    /**
     * Adds a matured unit.
     *
     * @param challenger whether it got the challenger
     * @param probability in (0, 1) with which it was to get it, at its assignment
     * @param value      the unit's mean of the metric, finite
     */
    public void add(boolean challenger, double probability, double value) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability must be above 0 and below 1, was " + probability);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite, was " + value);
        }
        double a = (challenger ? 1 : 0) - probability;
        double off = units == 0 ? 0 : value - mean;
        units++;
        mean += (units == 1 ? 1 : Math.max(1.0 / units, SLOWEST)) * (value - mean);
        if (challenger) {
            challengers++;
            challengerMean += (value - challengerMean) / challengers;
        } else {
            otherMean += (value - otherMean) / (units - challengers);
        }
        slope += a * off;
        information += a * a;
        square += a * a * off * off;
        cross += a * a * a * off;
        fourth += a * a * a * a;
    }

    /** Appends everything, {@link #BYTES}. */
    public void write(ByteBuffer out) {
        out.putLong(units).putLong(challengers);
        for (double number :
                new double[] {mean, challengerMean, otherMean, slope, information, square, cross, fourth}) {
            out.putDouble(number);
        }
    }

    /** Reads what {@link #write} wrote. */
    public void read(ByteBuffer in) {
        units = in.getLong();
        challengers = in.getLong();
        mean = in.getDouble();
        challengerMean = in.getDouble();
        otherMean = in.getDouble();
        slope = in.getDouble();
        information = in.getDouble();
        square = in.getDouble();
        cross = in.getDouble();
        fourth = in.getDouble();
    }

    /** Units so far. */
    public long units() {
        return units;
    }

    /** Units in the smaller arm. */
    public long smaller() {
        return Math.min(challengers, units - challengers);
    }

    /** τ̂; 0 before the first unit. */
    public double estimate() {
        return information == 0 ? 0 : slope / information;
    }

    /** Mean of the arm without the challenger, weighted alike: for pictures, and for margins relative to it. */
    public double baseline() {
        return otherMean;
    }

    /** Plain mean of the challenger's units: for pictures; compare by {@link #estimate} alone. */
    public double challenger() {
        return challengerMean;
    }

    /** The interval that holds τ at this look and at all others together, with probability 1 − α. */
    public Interval interval(double alpha) {
        if (units < 2 || information == 0) {
            return Interval.everything(1 - alpha);
        }
        double effect = estimate();
        double variance = Math.max(0, square - 2 * effect * cross + effect * effect * fourth);
        double log = -2 * StrictMath.log(alpha);
        double planned = tightest / 4; // Σ a² of so many units, half and half
        double prior = variance / information * planned / (log + StrictMath.log(log + 1));
        double half = prior > 0
                ? Math.sqrt((variance + prior) * StrictMath.log((variance + prior) / (prior * alpha * alpha)))
                        / information
                : 0;
        return new Interval(effect - half, effect + half, 1 - alpha);
    }
}
