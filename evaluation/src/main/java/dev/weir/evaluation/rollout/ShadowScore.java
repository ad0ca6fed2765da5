package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.rollout.ShadowLook.Line;
import dev.weir.evaluation.sequential.AsymptoticSequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a candidate that decides beside what is served would have earned, scored while it goes on, to be looked at as often as
 * anyone likes. A decision tells by its weight w = π(a) / μ(a), μ(a) being the propensity with which the action was served
 * when it was, so that what is served may learn:
 *
 * <pre>SNIPS  Σ w r / Σ w        doubly robust  mean of q(π) + w (r − q(a))</pre>
 *
 * with q what the candidate expected then, on a line fitted to earlier decisions: given the past, each term's mean is what the
 * candidate is worth, whatever q says and however μ was chosen. A unit counts once, with the mean of its decisions' terms;
 * intervals are those of {@link AsymptoticSequence}. Where they cannot be believed it says so and why. Constant memory;
 * confined to one thread.
 */
public final class ShadowScore {
    /** Terms of a decision: see {@link #terms}. */
    public static final int TERMS = 7;

    /** Of {@link #write}. */
    public static final int BYTES = Calibration.BYTES + 3 * AsymptoticSequence.BYTES + Long.BYTES + 9 * Double.BYTES;

    private static final long FIRST_LOOK = 100;

    /** A fifth of it: how many units like the largest must make up the variance. */
    private static final long TRUSTED = 15;

    private static final double LEAST_EFFECTIVE = 100;
    private static final double MOST_UNSUPPORTED = 0.005;
    private static final double CERTAIN = 0.001;

    private final double alpha;
    private final double tightest;
    private final Calibration calibration = new Calibration();
    private final AsymptoticSequence value;
    private final AsymptoticSequence gain;
    private final AsymptoticSequence weight;
    private long units;
    private double served;
    private double weights;
    private double weighted;
    private double weightSquares;
    private double weightedSquares;
    private double products;
    private double unsupported;
    private double agreed;
    private double named;

    /**
     * Empty.
     *
     * @param alpha    probability that an interval misses, ever
     * @param tightest units at which intervals are to be tightest
     */
    public ShadowScore(double alpha, double tightest) {
        this.alpha = alpha;
        this.tightest = tightest;
        this.value = new AsymptoticSequence(1 - alpha, tightest, TRUSTED);
        this.gain = new AsymptoticSequence(1 - alpha, tightest, TRUSTED);
        this.weight = new AsymptoticSequence(1 - CERTAIN, tightest, TRUSTED);
    }

    /**
     * Terms of one decision, of which a unit's mean is to be given to {@link #matured}: w, w r, r, the doubly robust term,
     * what is unsupported, whether it agrees, whether there was anything to agree with. Decisions come in the order of the log.
     */
    public double[] terms(Shadowed d) {
        double control = calibration.apply(d.expected());
        double controlOfServed = calibration.apply(d.expectedOfServed());
        calibration.add(d.weight(), d.expectedOfServed(), d.reward());
        Boolean agrees = d.agrees();
        return new double[] {
            d.weight(),
            d.weight() * d.reward(),
            d.reward(),
            control + d.weight() * (d.reward() - controlOfServed),
            d.unsupported(),
            agrees != null && agrees ? 1 : 0,
            agrees == null ? 0 : 1
        };
    }

    /** Adds a matured unit by the means of its decisions' terms. */
    public void matured(double[] means) {
        if (means.length != TERMS) {
            throw new IllegalArgumentException("means must be " + TERMS + ", were " + means.length);
        }
        double w = means[0];
        double wr = means[1];
        units++;
        weights += w;
        weighted += wr;
        weightSquares += w * w;
        weightedSquares += wr * wr;
        products += w * wr;
        served += means[2];
        value.add(means[3]);
        gain.add(means[3] - means[2]);
        weight.add(w);
        unsupported += means[4];
        agreed += means[5];
        named += means[6];
    }

    /** Counts agreement from here on: a candidate that learns agrees more later. */
    public void forgetAgreement() {
        agreed = 0;
        named = 0;
    }

    /** Units that have matured. */
    public long units() {
        return units;
    }

    /** What is known now. */
    public ShadowLook look() {
        double ratio = weights > 0 ? weighted / weights : 0;
        return new ShadowLook(
                units,
                units == 0 ? 0 : served / units,
                new Line(ratio, selfNormalised(ratio)),
                new Line(value.mean(), value.interval()),
                new Line(gain.mean(), gain.interval()),
                effective(),
                weight.mean(),
                units == 0 ? 0 : unsupported / units,
                named > 0 ? agreed / named : Double.NaN,
                cannot());
    }

    /** By the deltas w (r − v), with the boundary of {@link AsymptoticSequence}. */
    private Interval selfNormalised(double ratio) {
        if (!value.trusted() || weights <= 0) {
            return Interval.everything(1 - alpha);
        }
        double log = -2 * StrictMath.log(alpha);
        double rhoSquared = (log + StrictMath.log(log + 1)) / tightest;
        double squares = Math.max(0, weightedSquares - 2 * ratio * products + ratio * ratio * weightSquares);
        double spread = units * rhoSquared + 1;
        double half = Math.sqrt(squares / units * spread / rhoSquared * StrictMath.log(spread / (alpha * alpha)));
        return new Interval(ratio - half / weights, ratio + half / weights, 1 - alpha);
    }

    private double effective() {
        return weightSquares > 0 ? weights * weights / weightSquares : 0;
    }

    private List<String> cannot() {
        List<String> why = new ArrayList<>();
        if (units < FIRST_LOOK) {
            why.add(units + " of at least " + FIRST_LOOK + " matured units");
            return why;
        }
        if (unsupported / units > MOST_UNSUPPORTED) {
            why.add(said(
                    "%.1f %% of what the candidate would do is never served: nothing tells what it would earn; let"
                            + " something be served that explores, or ramp",
                    100 * unsupported / units));
        }
        if (effective() < LEAST_EFFECTIVE) {
            why.add(said(
                    "%d units are worth %.0f after weighting, of at least %.0f: the candidate mostly does what is"
                            + " seldom served",
                    units, effective(), LEAST_EFFECTIVE));
        } else if (!value.trusted() || !gain.trusted()) {
            why.add("a few units with large weights or rewards outweigh all others");
        }
        Interval one = weight.interval();
        double expected = 1 - unsupported / units;
        if (why.isEmpty() && (one.lower() > expected || one.upper() < expected)) {
            why.add(said(
                    "the mean weight is %.3f where it is to be %.3f: the logged propensities are not those that acted",
                    weight.mean(), expected));
        }
        return why;
    }

    private static String said(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }

    /** Appends everything but the settings, {@link #BYTES}. */
    public void write(ByteBuffer out) {
        calibration.write(out);
        value.write(out);
        gain.write(out);
        weight.write(out);
        out.putLong(units);
        for (double number : new double[] {
            served, weights, weighted, weightSquares, weightedSquares, products, unsupported, agreed, named
        }) {
            out.putDouble(number);
        }
    }

    /** Reads what {@link #write} wrote. */
    public void read(ByteBuffer in) {
        calibration.read(in);
        value.read(in);
        gain.read(in);
        weight.read(in);
        units = in.getLong();
        served = in.getDouble();
        weights = in.getDouble();
        weighted = in.getDouble();
        weightSquares = in.getDouble();
        weightedSquares = in.getDouble();
        products = in.getDouble();
        unsupported = in.getDouble();
        agreed = in.getDouble();
        named = in.getDouble();
    }
}
