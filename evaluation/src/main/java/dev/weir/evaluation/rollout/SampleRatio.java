package dev.weir.evaluation.rollout;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sequential test of the split itself (sample ratio mismatch): whether units came to the challenger as often as they were
 * to, looked at after each one. A mixture of likelihood ratios of odds that are e^δ times what was meant, over δ on both
 * sides of 0; if the split is right it is a martingale that starts at 1, and exceeds 1 / α ever with probability at most α
 * (Ville 1939; Lindon and Malek 2020 for a Dirichlet mixture). The share may change on the way. Confined to one thread.
 */
public final class SampleRatio {
    private static final double[] TILTS = {-1, -0.5, -0.25, -0.12, -0.06, -0.03, 0.03, 0.06, 0.12, 0.25, 0.5, 1};
    private static final double MOST = 1e300;
    private static final double[] ODDS = new double[TILTS.length];

    static {
        for (int i = 0; i < TILTS.length; i++) {
            ODDS[i] = StrictMath.exp(TILTS[i]);
        }
    }

    /** Of {@link #write}. */
    public static final int BYTES = 2 * Long.BYTES + (2 + TILTS.length) * Double.BYTES;

    private final double[] evidence = new double[TILTS.length];
    private final double[] whole = new double[TILTS.length]; // by tilt, for the probability at hand
    private double at = Double.NaN;
    private double greatest = 1;
    private long units;
    private long challengers;
    private double expected;

    /** Nothing seen. */
    public SampleRatio() {
        Arrays.fill(evidence, 1);
    }

    /** Adds a unit: whether it came to the challenger, and with what probability in (0, 1) it was to. */
    public void add(boolean challenger, double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability must be above 0 and below 1, was " + probability);
        }
        if (probability != at) {
            at = probability;
            for (int i = 0; i < TILTS.length; i++) {
                whole[i] = 1 / (1 - probability + probability * ODDS[i]);
            }
        }
        double sum = 0;
        for (int i = 0; i < TILTS.length; i++) {
            evidence[i] = Math.min(MOST, evidence[i] * whole[i] * (challenger ? ODDS[i] : 1));
            sum += evidence[i] / TILTS.length;
        }
        greatest = Math.max(greatest, sum);
        units++;
        challengers += challenger ? 1 : 0;
        expected += probability;
    }

    /** Appends everything, {@link #BYTES}. */
    public void write(ByteBuffer out) {
        out.putLong(units).putLong(challengers).putDouble(expected).putDouble(greatest);
        for (double each : evidence) {
            out.putDouble(each);
        }
    }

    /** Reads what {@link #write} wrote. */
    public void read(ByteBuffer in) {
        units = in.getLong();
        challengers = in.getLong();
        expected = in.getDouble();
        greatest = in.getDouble();
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = in.getDouble();
        }
    }

    /** True once the split is wrong beyond doubt: wrongly so, ever, with probability at most α. */
    public boolean mismatch(double alpha) {
        return greatest >= 1 / alpha;
    }

    /** Greatest evidence so far; 1 / α of it speaks against the split at level α. */
    public double evidence() {
        return greatest;
    }

    /** Units so far. */
    public long units() {
        return units;
    }

    /** Challengers that came, over those that were to. */
    public double ratio() {
        return expected == 0 ? 1 : challengers / expected;
    }
}
