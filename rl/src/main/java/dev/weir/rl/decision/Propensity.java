package dev.weir.rl.decision;

/** Probability with which the behaviour policy chose the action; in (0, 1]. */
public record Propensity(double value) {
    public Propensity {
        if (!(value > 0.0 && value <= 1.0)) { // NaN fails too
            throw new IllegalArgumentException("propensity must be in (0, 1], was " + value);
        }
    }
}
