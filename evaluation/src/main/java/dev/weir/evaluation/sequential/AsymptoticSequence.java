package dev.weir.evaluation.sequential;

import dev.weir.evaluation.interval.Interval;
import java.nio.ByteBuffer;

/**
 * The asymptotic confidence sequence m ± s √((tρ² + 1) / (t²ρ²) · ln((tρ² + 1) / α²)) (Waudby-Smith, Arbour, Sinha, Kennedy and
 * Ramdas 2021, Theorem 2.2): what the central limit theorem says, for all times at once. Terms may come from a log whose
 * policy learned, as long as each one's mean given what was before it is the value sought. Says nothing before
 * {@code firstLook} terms, nor while (Σ d²)² / Σ d⁴ is below a fifth of it, d being distances from the mean: there normality
 * is not to be trusted. Constant memory; confined to one thread.
 */
public final class AsymptoticSequence {
    /** Of {@link #write}. */
    public static final int BYTES = Long.BYTES + 3 * Double.BYTES;

    private final double level;
    private final double rhoSquared;
    private final long firstLook;
    private long count;
    private double mean;
    private double squares;
    private double fourths;

    /**
     * Empty.
     *
     * @param tightest  the number of terms at which the sequence is to be tightest
     * @param firstLook terms before which nothing is said; 100 for light tails
     */
    public AsymptoticSequence(double level, double tightest, long firstLook) {
        Interval.checkLevel(level);
        if (!(tightest >= 1 && firstLook >= 2)) {
            throw new IllegalArgumentException(
                    "tightest must be at least 1 and firstLook at least 2, were " + tightest + " and " + firstLook);
        }
        double log = -2 * StrictMath.log(1 - level);
        this.level = level;
        this.rhoSquared = (log + StrictMath.log(log + 1)) / tightest; // their equation for the best ρ
        this.firstLook = firstLook;
    }

    /** Adds the next term. */
    public void add(double term) {
        count++;
        double off = term - mean;
        mean += off / count;
        squares += off * (term - mean);
        fourths += off * off * off * off;
    }

    /** Mean of all terms so far; 0 before the first. */
    public double mean() {
        return mean;
    }

    /** Whether there are enough terms, none of which outweighs the others, for normality to be trusted. */
    public boolean trusted() {
        return count >= firstLook && 5 * squares * squares >= firstLook * fourths;
    }

    /** Appends everything but the settings, {@link #BYTES}. */
    public void write(ByteBuffer out) {
        out.putLong(count).putDouble(mean).putDouble(squares).putDouble(fourths);
    }

    /** Reads what {@link #write} wrote. */
    public void read(ByteBuffer in) {
        count = in.getLong();
        mean = in.getDouble();
        squares = in.getDouble();
        fourths = in.getDouble();
    }

    /** The interval now; all intervals of one sequence hold the value together with probability {@code level}. */
    public Interval interval() {
        if (!trusted()) {
            return Interval.everything(level);
        }
        double alpha = 1 - level;
        double spread = count * rhoSquared + 1;
        double half = Math.sqrt(squares
                / count
                * spread
                / (count * (double) count * rhoSquared)
                * StrictMath.log(spread / (alpha * alpha)));
        return new Interval(mean - half, mean + half, level);
    }
}
