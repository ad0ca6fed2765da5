package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/** When each sum of a {@link Cusum} last left zero: the time of the change, should it come to an alarm. */
final class Beginnings {
    private final long[] times = new long[Cusum.SUMS];

    void after(Cusum cusum, long time) {
        for (int i = 0; i < times.length; i++) {
            if (cusum.length(i) <= 1) {
                times[i] = time;
            }
        }
    }

    /** The latest beginning of the sums on the side of the alarm: a sum of a small reference may have begun well before. */
    long at(Cusum cusum) {
        long latest = Long.MIN_VALUE;
        for (int i = cusum.loudest() & 1; i < times.length; i += 2) {
            latest = cusum.length(i) > 1 || i == cusum.loudest() ? Math.max(latest, times[i]) : latest;
        }
        return latest;
    }

    int stateBytes() {
        return times.length * Long.BYTES;
    }

    void save(ByteBuffer to) {
        for (long time : times) {
            to.putLong(time);
        }
    }

    void load(ByteBuffer from) {
        for (int i = 0; i < times.length; i++) {
            times[i] = from.getLong();
        }
    }
}
