package dev.weir.evaluation.rollout;

/**
 * A metric that must not suffer.
 *
 * @param metric   its name
 * @param margin   what it may lose, as a share of the other arm's mean: 0.02 is two per cent
 * @param moreIsBetter false for costs, errors, latencies
 */
public record Guardrail(String metric, double margin, boolean moreIsBetter) {
    public Guardrail {
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("margin of " + metric + " must be 0 to below 1, was " + margin);
        }
    }
}
