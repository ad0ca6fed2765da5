package dev.weir.evaluation.model;

import dev.weir.evaluation.estimator.Estimate;
import java.util.List;

/**
 * Lepski's rule for a tuning number: of candidates in order of falling variance and rising bias the last whose interval still
 * meets those of all before it (SLOPE, Su, Srinath and Krishnamurthy 2020; the order of SLOPE++, Tucker and Lee 2021). Its
 * error is at most a small factor above the best candidate's, without any estimate of bias.
 */
public final class Slope {
    private Slope() {}

    /**
     * The index of the candidate to take.
     *
     * @param candidates from the least biased (the greatest limit) to the most biased
     * @param z          standard errors of an interval's half; 2 for about 95 %
     */
    public static int choose(List<Estimate> candidates, double z) {
        double lower = Double.NEGATIVE_INFINITY;
        double upper = Double.POSITIVE_INFINITY;
        for (int k = 0; k < candidates.size(); k++) {
            Estimate candidate = candidates.get(k);
            double half = z * candidate.standardError();
            lower = Math.max(lower, candidate.value() - half);
            upper = Math.min(upper, candidate.value() + half);
            if (lower > upper) {
                return k - 1;
            }
        }
        return candidates.size() - 1;
    }
}
