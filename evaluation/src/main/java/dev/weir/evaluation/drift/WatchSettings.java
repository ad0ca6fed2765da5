package dev.weir.evaluation.drift;

/**
 * How a stream is watched.
 *
 * @param runLength     expected numbers of this stream between false alarms
 * @param smallestShift worth knowing, in standard deviations
 * @param warmUp        numbers before the first alarm
 * @param memory        numbers that running means hold
 * @param least         deviation, in the unit of what is watched, below which it counts as having this one
 */
public record WatchSettings(double runLength, double smallestShift, long warmUp, long memory, double least) {
    public WatchSettings {
        if (!(runLength > 1 && smallestShift > 0 && warmUp >= 10 && memory >= warmUp)) {
            throw new IllegalArgumentException(
                    "runLength must be above 1, smallestShift above 0, warmUp at least 10 and memory at least that, were "
                            + runLength + ", " + smallestShift + ", " + warmUp + ", " + memory);
        }
    }

    /** Whatever the deviation. */
    public WatchSettings(double runLength, double smallestShift, long warmUp, long memory) {
        this(runLength, smallestShift, warmUp, memory, 0);
    }
}
