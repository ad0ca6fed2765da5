package dev.weir.rl.decision;

/**
 * Number of a version within its track: the epoch rises when the track restarts on changed configuration, n counts
 * publications within the epoch from 0.
 */
public record PolicyVersion(int epoch, long n) implements Comparable<PolicyVersion> {
    public PolicyVersion {
        if (epoch < 0 || n < 0) {
            throw new IllegalArgumentException("version must be epoch >= 0 and n >= 0, was " + epoch + "." + n);
        }
    }

    /** Reads {@code "1.812"}. */
    public static PolicyVersion parse(String text) {
        int dot = text.indexOf('.');
        try {
            return new PolicyVersion(
                    Integer.parseInt(text.substring(0, Math.max(dot, 0))), Long.parseLong(text.substring(dot + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("version must look like 1.812, was '" + text + "'", e);
        }
    }

    @Override
    public int compareTo(PolicyVersion other) {
        return epoch != other.epoch ? Integer.compare(epoch, other.epoch) : Long.compare(n, other.n);
    }

    @Override
    public String toString() {
        return epoch + "." + n;
    }
}
