package dev.weir.evaluation.drift;

/** Time of day as inputs of a {@link RunningModel}: sine and cosine of the season and of its half, [4]. */
public final class Season {
    /** How many inputs. */
    public static final int INPUTS = 4;

    private final double length;

    /** @param length of a season, in the unit of the times */
    public Season(double length) {
        if (!(length > 0)) {
            throw new IllegalArgumentException("a season's length must be above 0, was " + length);
        }
        this.length = length;
    }

    /** Writes the inputs of a time from {@code at} on. */
    public void put(double time, double[] inputs, int at) {
        double angle = 2 * Math.PI * (time / length - Math.floor(time / length));
        inputs[at] = StrictMath.sin(angle);
        inputs[at + 1] = StrictMath.cos(angle);
        inputs[at + 2] = 2 * inputs[at] * inputs[at + 1];
        inputs[at + 3] = 1 - 2 * inputs[at] * inputs[at];
    }
}
