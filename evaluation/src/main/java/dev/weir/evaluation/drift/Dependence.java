package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * How much more sums of scores vary than those of independent ones: by batch means at the scales of 32, 256 and 2,048 numbers,
 *
 * <pre>v_B = mean of min(9, (Σ over a batch of B)² / B),  1 for independent scores of variance 1</pre>
 *
 * A unit's inventory that is high today is high tomorrow, and units come round: what comes next to each other is independent and
 * sums are not. The greatest v_B that is clearly above 1 counts, by three standard errors √(2/batches). What a batch adds is bounded, so
 * that a shift is not taken for dependence before it is seen (batch means: Schmeiser 1982). Fixed-size state.
 */
final class Dependence {
    private static final int[] SCALES = {32, 256, 2048};
    private static final double MOST = 9;
    private static final double CLEAR = 3;
    private static final int LEAST = 4;
    private static final long REMEMBERED = 16;

    private final long memory;
    private final double[] sums = new double[SCALES.length];
    private final double[] ratios = new double[SCALES.length];
    private final long[] counts = new long[SCALES.length];
    private final long[] batches = new long[SCALES.length];

    Dependence(long memory) {
        this.memory = memory;
    }

    void take(double score) {
        for (int s = 0; s < SCALES.length; s++) {
            sums[s] += score;
            if (++counts[s] == SCALES[s]) {
                double square = Math.min(MOST, sums[s] * sums[s] / SCALES[s]);
                batches[s]++;
                ratios[s] += (square - ratios[s]) / known(s);
                sums[s] = 0;
                counts[s] = 0;
            }
        }
    }

    private long known(int s) {
        return Math.min(batches[s], Math.max(REMEMBERED, memory / SCALES[s]));
    }

    /** Variance of sums over that of independent scores' sums; 1 where nothing is clear. */
    double ratio() {
        double greatest = 1;
        for (int s = 0; s < SCALES.length; s++) {
            boolean clear = batches[s] >= LEAST && ratios[s] > 1 + CLEAR * Math.sqrt(2.0 / known(s));
            greatest = clear ? Math.max(greatest, ratios[s]) : greatest;
        }
        return greatest;
    }

    int stateBytes() {
        return SCALES.length * 4 * Long.BYTES;
    }

    void save(ByteBuffer to) {
        for (int s = 0; s < SCALES.length; s++) {
            to.putDouble(sums[s]).putDouble(ratios[s]).putLong(counts[s]).putLong(batches[s]);
        }
    }

    void load(ByteBuffer from) {
        for (int s = 0; s < SCALES.length; s++) {
            sums[s] = from.getDouble();
            ratios[s] = from.getDouble();
            counts[s] = from.getLong();
            batches[s] = from.getLong();
        }
    }
}
