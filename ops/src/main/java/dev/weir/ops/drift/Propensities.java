package dev.weir.ops.drift;

import dev.weir.ops.drift.Watched.What;
import java.util.List;
import java.util.function.ObjDoubleConsumer;

/**
 * Whether actions are drawn as their pmfs say. Under the logged pmf both of these have mean zero, whatever the policy is:
 *
 * <pre>surprise = −ln p(a) − H(p),  order = F(a) − p(a)/2 − ½</pre>
 *
 * H the entropy, F the cumulative pmf in the order of the actions. A policy that is sharper or flatter than it says shows in the first, one
 * that favours other actions in the second. Decisions without a choice, and those with a fallback, say nothing.
 */
final class Propensities {
    private static final double SAME = 1e-6;
    private static final double NO_CHOICE = 1 - 1e-9;

    private Propensities() {}

    static void take(Observed o, ObjDoubleConsumer<What> to) {
        List<Double> pmf = o.decision().getPmf();
        if (o.place() < 0
                || o.place() >= pmf.size()
                || promised(o) <= 0
                || o.decision().getFallback() != null) {
            return;
        }
        double entropy = 0;
        double below = 0;
        double most = 0;
        for (int i = 0; i < pmf.size(); i++) {
            double p = pmf.get(i);
            entropy -= p > 0 ? p * StrictMath.log(p) : 0;
            below += i < o.place() ? p : 0;
            most = Math.max(most, p);
        }
        if (most < NO_CHOICE) {
            double p = pmf.get(o.place());
            to.accept(What.SURPRISE, -StrictMath.log(p) - entropy);
            to.accept(What.ORDER, below + p / 2 - 0.5);
        }
    }

    /** True if the propensity is not the pmf's, or the pmf gives the action none: no statistics are needed then. */
    static boolean impossible(Observed o) {
        return o.decision().getFallback() == null
                && o.place() >= 0
                && o.place() < o.decision().getPmf().size()
                && !(Math.abs(promised(o) - o.decision().getPropensity()) <= SAME && promised(o) > 0);
    }

    static double promised(Observed o) {
        return o.decision().getPmf().get(o.place());
    }
}
