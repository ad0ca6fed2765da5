package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * Turns residuals into scores of mean 0 and deviation 1, each by what was known before it (predictable plug-in):
 *
 * <pre>ψ = clip((e − m) / s, ±c),  z = (ψ − μ) / (σ·w)</pre>
 *
 * m, s: running mean and deviation of the residuals; clipping bounds what a single heavy tail can do; μ, σ: running mean and
 * deviation of ψ, so that clipping a skewed distribution gives no bias; w widens where scores clearly depend on each other: by the
 * lag-one correlation ρ, w² = (1 + ρ)/(1 − ρ), or by the variance of longer sums ({@link Dependence}), whichever is more. All have the same memory: means over everything up to {@code memory} numbers,
 * exponentially forgetting with 1/memory from then on, so that what changes slowly is followed and what changes quickly is
 * seen. A histogram of ψ gives the {@link Tilt}. Fixed-size state; confined to one thread.
 */
public final class Scores {
    private static final double CLIP = 3.5;
    private static final int BINS = 71;
    private static final double WIDTH = 2 * CLIP / (BINS - 1);
    private static final double CLEAR = 3;
    private static final double MOST_CORRELATED = 0.9;
    private static final double TINY = 1e-12;
    private static final long SETTLED = 100;

    private final long memory;
    private final double least;
    private final double[] histogram = new double[BINS];
    private final double[] centres = new double[BINS];
    private long n;
    private double mean;
    private double variance;
    private double clippedMean;
    private double clippedVariance;
    private double lag;
    private double before;
    private final Dependence dependence;

    /**
     * Nothing seen.
     *
     * @param memory of running means, in numbers
     * @param least  deviation below which residuals count as having this one: what hardly ever differs must differ more than once
     */
    public Scores(long memory, double least) {
        if (memory < 10) {
            throw new IllegalArgumentException("memory must be at least 10 numbers, was " + memory);
        }
        this.memory = memory;
        this.least = least;
        this.dependence = new Dependence(memory);
    }

    /** How many were learned from. */
    public long count() {
        return n;
    }

    /** Running mean of the residuals. */
    public double mean() {
        return mean;
    }

    /** Running deviation of the residuals. */
    public double deviation() {
        return Math.sqrt(variance);
    }

    /** Residual units of one standard deviation of the score. */
    public double unit() {
        return Math.max(Math.sqrt(variance), floor()) * spread() * widening();
    }

    /** The score of a residual by what is known; 0 while too little is. */
    public double score(double residual) {
        if (n < 2) {
            return 0;
        }
        return (clipped(residual) - clippedMean) / (spread() * widening());
    }

    private double clipped(double residual) {
        double scale = Math.max(Math.sqrt(variance), floor());
        return Math.max(-CLIP, Math.min(CLIP, (residual - mean) / scale));
    }

    private double floor() {
        return Math.max(least, TINY * Math.max(1, Math.abs(mean)));
    }

    /** Deviation of clipped residuals; 1 where the residuals' own is below the least. */
    private double spread() {
        return Math.sqrt(variance) <= floor() ? 1 : Math.sqrt(Math.max(clippedVariance, TINY));
    }

    private double widening() {
        double correlation = Math.min(MOST_CORRELATED, lag / Math.max(clippedVariance, TINY));
        double noise = CLEAR / Math.sqrt(Math.max(1, Math.min(n, memory)));
        double next = correlation > noise ? (1 + correlation) / (1 - correlation) : 1;
        return Math.sqrt(Math.max(next, dependence.ratio()));
    }

    /** Learns from a residual. */
    public void learn(double residual) {
        double psi = n < 2 ? 0 : clipped(residual);
        n++;
        double rate = 1.0 / Math.min(n, memory);
        double difference = residual - mean;
        mean += rate * difference;
        variance = (1 - rate) * (variance + rate * difference * difference);
        if (n > 2) {
            double slow = 1.0 / Math.min(n - 2, memory);
            double off = psi - clippedMean;
            lag += slow * (off * before - lag);
            clippedMean += slow * off;
            clippedVariance = (1 - slow) * (clippedVariance + slow * off * off);
            before = psi - clippedMean;
            if (n > SETTLED) {
                dependence.take(off / spread());
            }
            count(psi, slow);
        }
    }

    private void count(double psi, double rate) {
        for (int b = 0; b < BINS; b++) {
            histogram[b] -= rate * histogram[b];
        }
        histogram[(int) Math.rint((psi + CLIP) / WIDTH)] += rate;
    }

    /** Adapts a CUSUM's thresholds to the scores' tails. */
    void tilt(Cusum cusum) {
        double scale = spread() * widening();
        for (int b = 0; b < BINS; b++) {
            centres[b] = (b * WIDTH - CLIP - clippedMean) / scale;
        }
        double[] references = cusum.references();
        for (int r = 0; r < references.length; r++) {
            cusum.tilt(r, false, Tilt.of(centres, histogram, references[r], 1));
            cusum.tilt(r, true, Tilt.of(centres, histogram, references[r], -1));
        }
    }

    /** Bytes that {@link #save} writes. */
    public int stateBytes() {
        return Long.BYTES * (7 + BINS) + dependence.stateBytes();
    }

    /** Writes the state. */
    public void save(ByteBuffer to) {
        to.putLong(n).putDouble(mean).putDouble(variance).putDouble(clippedMean);
        to.putDouble(clippedVariance).putDouble(lag).putDouble(before);
        dependence.save(to);
        for (double h : histogram) {
            to.putDouble(h);
        }
    }

    /** Goes on from a saved state. */
    public void load(ByteBuffer from) {
        n = from.getLong();
        mean = from.getDouble();
        variance = from.getDouble();
        clippedMean = from.getDouble();
        clippedVariance = from.getDouble();
        lag = from.getDouble();
        before = from.getDouble();
        dependence.load(from);
        for (int b = 0; b < BINS; b++) {
            histogram[b] = from.getDouble();
        }
    }
}
