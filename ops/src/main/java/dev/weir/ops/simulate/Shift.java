package dev.weir.ops.simulate;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes wrong in a play: from one part of its periods to another every metric, and so the reward, is so many times what it was.
 *
 * @param from in [0, 1] of the periods
 * @param to   in [from, 1]
 */
record Shift(double factor, double from, double to) {
    static final Shift NONE = new Shift(1, 1, 1);
    static final Shift A_FIFTH = new Shift(1.2, 0.6, 0.8);

    /** The factor in a period. */
    double at(long period, long periods) {
        return period >= from * periods && period < to * periods ? factor : 1;
    }

    static Map<String, Double> times(double factor, Map<String, Double> metrics) {
        return factor == 1
                ? metrics
                : metrics.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> factor * e.getValue()));
    }
}
