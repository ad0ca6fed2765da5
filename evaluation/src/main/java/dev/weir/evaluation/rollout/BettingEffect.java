package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The same effect as {@link Effect}'s, its interval by betting: exact at every number of units, where values are known to lie
 * within bounds. For each τ on a grid two gamblers bet on the sign of what is left,
 *
 * <pre>K± ← K± (1 ± λ (a (y − m) − τ a²)),   a = 1(challenger) − p</pre>
 *
 * fair if τ is the effect, since E[a (y − m) − τ a²] = 0 given the past whatever m and p; by Ville's inequality τ is refuted
 * for good once one has 2/α (Waudby-Smith and Ramdas 2023). Values are scaled to [0, 1], so what is left lies within ±2, and
 * λ ≤ ¼. Confined to one thread.
 */
final class BettingEffect {
    private static final int GRID = 1000;
    private static final double BET_MOST = 0.25;
    private static final double PRIOR = 0.0625;

    /** Of {@link #write}. */
    static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES + (3 + 2 * (GRID + 1)) * Double.BYTES;

    private final double alpha;
    private final double tightest;
    private final Bounds bounds;
    private final double[] above = new double[GRID + 1]; // of the one who bets that the effect is above τ
    private final double[] below = new double[GRID + 1];
    private int lowest; // places of τ that are not refuted
    private int highest = GRID;
    private long units;
    private long outside;
    private double worst;
    private double mean = 0.5;
    private double square;

    BettingEffect(double alpha, double tightest, Bounds bounds) {
        this.alpha = alpha;
        this.tightest = tightest;
        this.bounds = bounds;
        Arrays.fill(above, 1);
        Arrays.fill(below, 1);
    }

    private static double tau(int place) {
        return 2.0 * place / GRID - 1;
    }

    void add(boolean challenger, double probability, double value) {
        double y = (value - bounds.least()) / (bounds.greatest() - bounds.least());
        if (!(y >= 0 && y <= 1)) {
            outside++;
            worst = value;
            return;
        }
        double a = (challenger ? 1 : 0) - probability;
        double off = a * (y - mean);
        double variance = (PRIOR + square) / (units + 1);
        double bet = Math.min(
                BET_MOST, Math.sqrt(2 * StrictMath.log(2 / alpha) / (variance * Math.max(units + 1, tightest))));
        for (int k = lowest; k <= highest; k++) {
            double left = off - tau(k) * a * a;
            above[k] *= 1 + bet * left;
            below[k] *= 1 - bet * left;
        }
        while (lowest < highest && above[lowest] >= 2 / alpha) {
            lowest++;
        }
        while (highest > lowest && below[highest] >= 2 / alpha) {
            highest--;
        }
        units++;
        mean += (y - mean) / (units + 1);
        square += off * off;
    }

    /** Values that were not within the bounds: if there are any, nothing holds. */
    long outside() {
        return outside;
    }

    /** The newest of these. */
    double worst() {
        return worst;
    }

    /** In the metric's unit; all intervals hold the effect together. Ends stand where the grid's next places do. */
    Interval interval() {
        double range = bounds.greatest() - bounds.least();
        if (outside > 0 || units == 0) {
            return Interval.everything(1 - alpha);
        }
        double lower = lowest == 0 ? -1 : tau(lowest - 1);
        double upper = highest == GRID ? 1 : tau(highest + 1);
        return new Interval(range * lower, range * upper, 1 - alpha);
    }

    void write(ByteBuffer out) {
        out.putInt(lowest).putInt(highest).putLong(units).putLong(outside);
        for (double number : new double[] {worst, mean, square}) {
            out.putDouble(number);
        }
        for (int k = 0; k <= GRID; k++) {
            out.putDouble(above[k]).putDouble(below[k]);
        }
    }

    void read(ByteBuffer in) {
        lowest = in.getInt();
        highest = in.getInt();
        units = in.getLong();
        outside = in.getLong();
        worst = in.getDouble();
        mean = in.getDouble();
        square = in.getDouble();
        for (int k = 0; k <= GRID; k++) {
            above[k] = in.getDouble();
            below[k] = in.getDouble();
        }
    }
}
