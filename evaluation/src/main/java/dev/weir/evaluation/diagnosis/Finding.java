package dev.weir.evaluation.diagnosis;

/**
 * One thing that was looked at and found wanting.
 *
 * @param belief what it leaves of trust
 * @param what   what was found, with the numbers
 * @param remedy what to do
 */
public record Finding(Belief belief, String what, String remedy) {
    @Override
    public String toString() {
        return belief.text() + ": " + what + "; " + remedy;
    }
}
