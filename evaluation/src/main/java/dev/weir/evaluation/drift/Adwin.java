package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Adaptive windowing (Bifet and Gavaldà 2007, ADWIN2), with the settings and the cuts of river 0.21: a window of what came
 * since the last change, as an exponential histogram of at most 5 buckets of 1, 2, 4 … numbers. Every 32 numbers each boundary
 * cuts it into W₀ and W₁ of n₀, n₁ numbers, and the oldest bucket is dropped, and so again, while for one of them
 *
 * <pre>|mean₀ − mean₁| > √(2σ²δ'/m) + 2δ'/3m,  1/m = 1/(n₀ − 4) + 1/(n₁ − 4),  δ' = ln(2 ln n / δ)</pre>
 *
 * Deviation from the paper, as in river: the newest bucket of each size is left out of both sides. Numbers in any unit; the
 * bound's second term means numbers of about [0, 1]. Memory {@value #ROWS} rows of buckets; time O(log n) every 32 numbers.
 */
public final class Adwin implements Detector {
    private static final int ROWS = 40;
    private static final int BUCKETS = 5;
    private static final int SLOTS = BUCKETS + 1;
    private static final int CLOCK = 32;
    private static final int GRACE = 10;
    private static final int LEAST = 5;

    private final double delta;
    private final double[] totals = new double[ROWS * SLOTS];
    private final double[] variances = new double[ROWS * SLOTS];
    private final int[] used = new int[ROWS];
    private int rows = 1;
    private long ticks;
    private double width;
    private double total;
    private double variance;
    private boolean falling;

    /** @param delta confidence in (0, 1), of one cut; not a rate of false alarms */
    public Adwin(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in (0, 1), was " + delta);
        }
        this.delta = delta;
    }

    @Override
    public boolean observe(double x) {
        insert(0, x, 0);
        width++;
        if (width > 1) {
            double off = x - total / (width - 1);
            variance += (width - 1) * off * off / width;
        }
        total += x;
        compress();
        ticks++;
        boolean changed = false;
        if (ticks % CLOCK == 0 && width > GRACE) {
            while (cut()) {
                changed = true;
            }
        }
        return changed;
    }

    private void insert(int row, double sum, double spread) {
        int at = row * SLOTS + used[row]++;
        totals[at] = sum;
        variances[at] = spread;
    }

    private void remove(int row, int count) {
        int from = row * SLOTS;
        System.arraycopy(totals, from + count, totals, from, SLOTS - count);
        System.arraycopy(variances, from + count, variances, from, SLOTS - count);
        used[row] -= count;
    }

    private void compress() {
        for (int row = 0; used[row] == SLOTS && row < ROWS - 1; row++) {
            rows = Math.max(rows, row + 2);
            int at = row * SLOTS;
            double n = 1L << row;
            double off = (totals[at] - totals[at + 1]) / n;
            insert(row + 1, totals[at] + totals[at + 1], variances[at] + variances[at + 1] + n * off * off / 2);
            remove(row, 2);
        }
    }

    /** Drops the oldest bucket if some cut shows a change. */
    private boolean cut() {
        double n0 = 0;
        double u0 = 0;
        double confidence = StrictMath.log(2 * StrictMath.log(width) / delta);
        for (int row = rows - 1; row >= 0; row--) {
            double n = 1L << row;
            for (int k = 0; k < used[row] - 1; k++) {
                n0 += n;
                u0 += totals[row * SLOTS + k];
                double n1 = width - n0;
                if (n0 >= LEAST && n1 >= LEAST) {
                    double difference = u0 / n0 - (total - u0) / n1;
                    double m = 1 / (n0 - LEAST + 1) + 1 / (n1 - LEAST + 1);
                    double bound = Math.sqrt(2 * m * (variance / width) * confidence) + 2.0 / 3 * confidence * m;
                    if (Math.abs(difference) > bound) {
                        falling = difference > 0;
                        dropOldest();
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void dropOldest() {
        int row = rows - 1;
        double n = 1L << row;
        double sum = totals[row * SLOTS];
        double spread = variances[row * SLOTS];
        width -= n;
        total -= sum;
        double off = sum / n - total / width;
        variance -= spread + n * width * off * off / (n + width);
        remove(row, 1);
        while (rows > 1 && used[rows - 1] == 0) {
            rows--;
        }
    }

    @Override
    public boolean fell() {
        return falling;
    }

    @Override
    public long sinceChange() {
        return (long) width;
    }

    /** 0: it has no single statistic. */
    @Override
    public double nearness() {
        return 0;
    }

    @Override
    public void reset() {
        Arrays.fill(used, 0);
        rows = 1;
        ticks = 0;
        width = 0;
        total = 0;
        variance = 0;
        falling = false;
    }

    @Override
    public int stateBytes() {
        return 2 * ROWS * SLOTS * Double.BYTES + ROWS + 1 + 4 * Long.BYTES + 1;
    }

    @Override
    public void save(ByteBuffer to) {
        for (int i = 0; i < ROWS * SLOTS; i++) {
            boolean live = i % SLOTS < used[i / SLOTS];
            to.putDouble(live ? totals[i] : 0).putDouble(live ? variances[i] : 0);
        }
        for (int row = 0; row < ROWS; row++) {
            to.put((byte) used[row]);
        }
        to.put((byte) rows).putLong(ticks).putDouble(width).putDouble(total).putDouble(variance);
        to.put((byte) (falling ? 1 : 0));
    }

    @Override
    public void load(ByteBuffer from) {
        for (int i = 0; i < ROWS * SLOTS; i++) {
            totals[i] = from.getDouble();
            variances[i] = from.getDouble();
        }
        for (int row = 0; row < ROWS; row++) {
            used[row] = from.get();
        }
        rows = from.get();
        ticks = from.getLong();
        width = from.getDouble();
        total = from.getDouble();
        variance = from.getDouble();
        falling = from.get() == 1;
    }
}
