package dev.weir.ops.drift;

import dev.weir.evaluation.drift.EDetector;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Whether actions are drawn as their pmfs say. Under the logged pmf both of these lie in [0, 1] and have mean ½, whatever the policy is
 * and however it changes:
 *
 * <pre>order = F(a) − p(a)/2,  sharpness = (p(a) − Σ p² + 1)/2</pre>
 *
 * F the cumulative pmf in the order of the actions. A policy that favours other actions than it says shows in the first, one that
 * is sharper or flatter in the second. Bounded e-detectors watch them: no model, no baseline, no warm-up. Decisions without a
 * choice, and those with a fallback, say nothing.
 */
final class Propensities {
    private static final double SAME = 1e-6;
    private static final double NO_CHOICE = 1 - 1e-9;
    private static final long OVER = 2_000;
    private static final double SUSPICIOUS = 0.4;

    private final EDetector order;
    private final EDetector sharpness;
    private long since = OVER;

    /** @param runLength expected decisions between false alarms of each of the two */
    Propensities(double runLength) {
        order = new EDetector(0.5, 0.5, runLength);
        sharpness = new EDetector(0.5, 0.5, runLength);
    }

    /** Takes a decision in; true if actions are not drawn as their pmfs say. */
    boolean take(Observed o) {
        List<Double> pmf = o.decision().getPmf();
        if (!says(o) || promised(o) <= 0) {
            return false;
        }
        double below = 0;
        double squares = 0;
        double most = 0;
        for (int i = 0; i < pmf.size(); i++) {
            double p = pmf.get(i);
            squares += p * p;
            below += i < o.place() ? p : 0;
            most = Math.max(most, p);
        }
        if (most >= NO_CHOICE) {
            return false;
        }
        double p = promised(o);
        since++;
        boolean alarm = order.observe(below + p / 2);
        alarm |= sharpness.observe((p - squares + 1) / 2);
        if (alarm) {
            order.reset();
            sharpness.reset();
            since = 0;
        }
        return alarm;
    }

    /** True when for {@value #OVER} decisions with a choice nothing was wrong. */
    boolean over() {
        return since >= OVER;
    }

    /** Not an alarm, but what may become one. */
    boolean suspicious() {
        return order.nearness() > SUSPICIOUS || sharpness.nearness() > SUSPICIOUS;
    }

    /** True if the propensity is not the pmf's, or the pmf gives the action none: no statistics are needed then. */
    static boolean impossible(Observed o) {
        return says(o) && !(Math.abs(promised(o) - o.decision().getPropensity()) <= SAME && promised(o) > 0);
    }

    private static boolean says(Observed o) {
        return o.decision().getFallback() == null
                && o.place() >= 0
                && o.place() < o.decision().getPmf().size();
    }

    static double promised(Observed o) {
        return o.decision().getPmf().get(o.place());
    }

    int stateBytes() {
        return order.stateBytes() + sharpness.stateBytes() + Long.BYTES;
    }

    void save(ByteBuffer to) {
        order.save(to);
        sharpness.save(to);
        to.putLong(since);
    }

    void load(ByteBuffer from) {
        order.load(from);
        sharpness.load(from);
        since = from.getLong();
    }
}
