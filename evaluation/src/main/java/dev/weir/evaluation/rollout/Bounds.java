package dev.weir.evaluation.rollout;

/** Between which all values of a metric lie. */
public record Bounds(double least, double greatest) {
    public Bounds {
        if (!(least < greatest) || Double.isInfinite(greatest - least)) {
            throw new IllegalArgumentException("least must be below greatest, were " + least + " and " + greatest);
        }
    }
}
