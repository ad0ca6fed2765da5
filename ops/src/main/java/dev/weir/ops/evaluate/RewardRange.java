package dev.weir.ops.evaluate;

/**
 * The range that rewards cannot leave.
 *
 * @param least    reward that can occur
 * @param greatest reward that can occur
 */
public record RewardRange(double least, double greatest) {
    public RewardRange {
        if (!(least < greatest && Double.isFinite(least) && Double.isFinite(greatest))) {
            throw new IllegalArgumentException("--reward-range must be LEAST,GREATEST, was " + least + "," + greatest);
        }
    }
}
