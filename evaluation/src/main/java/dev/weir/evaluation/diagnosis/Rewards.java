package dev.weir.evaluation.diagnosis;

import java.util.List;
import java.util.Locale;

/**
 * Whether the rows that speak for the policy have seen more than one reward. Where they have not, and the log has, every
 * interval made from them is too narrow: rare rewards have merely not come up yet. Confined to one thread.
 */
final class Rewards {
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double leastOfPolicy = Double.POSITIVE_INFINITY;
    private double greatestOfPolicy = Double.NEGATIVE_INFINITY;
    private long ofPolicy;

    void add(double weight, double reward) {
        least = Math.min(least, reward);
        greatest = Math.max(greatest, reward);
        if (weight > 0) {
            ofPolicy++;
            leastOfPolicy = Math.min(leastOfPolicy, reward);
            greatestOfPolicy = Math.max(greatestOfPolicy, reward);
        }
    }

    void judge(List<Finding> findings) {
        if (ofPolicy > 0 && leastOfPolicy == greatestOfPolicy && least < greatest) {
            findings.add(new Finding(
                    Belief.DO_NOT,
                    String.format(
                            Locale.ROOT,
                            "all %d rows in which the log did what the policy may do have the same reward, %.4g, though rewards"
                                    + " of the log differ: intervals cannot know how rare other rewards are",
                            ofPolicy,
                            leastOfPolicy),
                    "log these actions more often"));
        }
    }
}
