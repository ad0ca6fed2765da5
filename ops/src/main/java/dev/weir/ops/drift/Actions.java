package dev.weir.ops.drift;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether one action has come to be taken nearly always: its share of the last {@value #RECENT} decisions with a choice is {@value #NEARLY} or more
 * and was below {@value #BEFORE} over the long run. Ends below {@value #OVER}.
 */
final class Actions {
    private static final int RECENT = 512;
    private static final double NEARLY = 0.98;
    private static final double BEFORE = 0.8;
    private static final double OVER = 0.9;
    private static final double RATE = 1.0 / 8192;

    private final int[] ring = new int[RECENT];
    private final Map<Integer, Integer> counts = new HashMap<>();
    private long n;
    private double usual;

    /** The share of the action taken most, before this one and its usual value. */
    double usual() {
        return usual;
    }

    /** Takes in an action, by its hash; returns the share of the one taken most among the recent. */
    double take(int action) {
        int at = (int) (n % RECENT);
        if (n >= RECENT) {
            counts.computeIfPresent(ring[at], (a, c) -> c == 1 ? null : c - 1);
        }
        ring[at] = action;
        counts.merge(action, 1, Integer::sum);
        n++;
        return n < RECENT
                ? 0
                : counts.values().stream().mapToInt(Integer::intValue).max().orElse(0) / (double) RECENT;
    }

    /** True if now it is; the usual share stands still meanwhile. */
    boolean collapsed(double share, boolean before) {
        if (share == 0) {
            return false;
        }
        if (usual == 0) {
            usual = share;
        }
        boolean now = before ? share >= OVER : share >= NEARLY && usual < BEFORE;
        if (!now && !before) {
            usual += RATE * (share - usual);
        }
        return now;
    }

    int stateBytes() {
        return 2 * Long.BYTES + RECENT * Integer.BYTES;
    }

    void save(ByteBuffer to) {
        to.putLong(n).putDouble(usual);
        for (int action : ring) {
            to.putInt(action);
        }
    }

    void load(ByteBuffer from) {
        n = from.getLong();
        usual = from.getDouble();
        counts.clear();
        for (int i = 0; i < RECENT; i++) {
            ring[i] = from.getInt();
            if (i < n) {
                counts.merge(ring[i], 1, Integer::sum);
            }
        }
    }
}
