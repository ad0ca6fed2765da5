package dev.weir.ops.evaluate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What episodes a log holds.
 *
 * @param horizon  steps of the longest
 * @param discount γ
 * @param cut      that neither ended nor have as many steps
 * @param left     steps that were left out
 * @param model    of action values, in words
 */
record EpisodeSummary(
        int episodes, int units, long steps, int horizon, double discount, int cut, long left, String model) {
    static EpisodeSummary of(Episodes episodes, double discount, String model) {
        return new EpisodeSummary(
                episodes.count(),
                episodes.units(),
                episodes.rows().size(),
                episodes.longest(),
                discount,
                episodes.cut(),
                episodes.left(),
                model);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%,d episodes of %,d units, %,d steps, at most %,d in one%s%s; values are discounted by %.4g from an"
                        + " episode's first step; action values: %s",
                episodes,
                units,
                steps,
                horizon,
                cut == 0 ? "" : String.format(Locale.ROOT, ", %,d cut off before", cut),
                left == 0 ? "" : String.format(Locale.ROOT, ", %,d steps of rests left out", left),
                discount,
                model);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("episodes", episodes);
        map.put("units", units);
        map.put("steps", steps);
        map.put("horizon", horizon);
        map.put("discount", discount);
        map.put("cut", cut);
        map.put("leftOut", left);
        map.put("model", model);
        return map;
    }
}
