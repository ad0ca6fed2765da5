package dev.weir.evaluation.sequential;

import java.util.Arrays;

/**
 * A lower bound, at all times, of the mean of terms that are at least 0 and otherwise unbounded: for each candidate mean m a
 * gambler's wealth Π (1 + λₜ (xₜ − m)), 0 ≤ λₜ ≤ ½/m, fair if m is the mean; by Ville's inequality m is refuted once wealth
 * reaches 1/α. λₜ is predictable: √(2 ln(1/α) / (σ̂²ₜ₋₁ max(t, T))), tightest about T (Waudby-Smith and Ramdas 2023,
 * section 3; unbounded above as in Waudby-Smith et al. 2022). Confined to one thread.
 */
final class LowerBet {
    private static final double BET_MOST = 0.5;
    private static final double PRIOR_VARIANCE = 0.25;

    private final double alpha;
    private final double tightest;
    private final double[] candidates;
    private final double[] wealth;
    private int refuted; // candidates below are out for good
    private long count;
    private double mean = 0.5;
    private double squares;

    /**
     * Nothing refuted.
     *
     * @param tightest T
     * @param grid     candidates, evenly spaced over (0, 1]
     */
    LowerBet(double alpha, double tightest, int grid) {
        this.alpha = alpha;
        this.tightest = tightest;
        this.candidates = new double[grid];
        this.wealth = new double[grid];
        Arrays.setAll(candidates, k -> (k + 1.0) / grid);
        Arrays.fill(wealth, 1);
    }

    void add(double term) {
        double variance = (PRIOR_VARIANCE + squares) / (count + 1);
        double bet = Math.sqrt(2 * StrictMath.log(1 / alpha) / (variance * Math.max(count + 1, tightest)));
        for (int k = refuted; k < candidates.length; k++) {
            double m = candidates[k];
            wealth[k] *= 1 + Math.min(bet, BET_MOST / m) * (term - m);
        }
        while (refuted < candidates.length && wealth[refuted] >= 1 / alpha) {
            refuted++;
        }
        count++;
        double off = term - mean;
        mean += off / (count + 1);
        squares += off * (term - mean);
    }

    /** The greatest refuted candidate, 0 if none is: wealth falls as m grows, so all below are refuted with it. */
    double bound() {
        return refuted == 0 ? 0 : candidates[refuted - 1];
    }
}
