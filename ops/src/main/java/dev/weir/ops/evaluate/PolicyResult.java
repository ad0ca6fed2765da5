package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Verdict;
import dev.weir.evaluation.diagnosis.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of one policy.
 *
 * @param rows    that it was valued on
 * @param skipped rows of which it says nothing
 */
record PolicyResult(
        String name,
        @Nullable String note,
        long rows,
        long skipped,
        List<Line> lines,
        Weights weights,
        Verdict verdict,
        List<Histogram.Bar> histogram,
        List<Running.Point> running,
        List<Slices.Slice> slices) {

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("policy", name);
        map.put("note", note);
        map.put("rows", rows);
        map.put("skipped", skipped);
        map.put("belief", verdict.belief().text());
        map.put("verdict", verdict.text());
        map.put("effectiveRows", weights.effectiveRows());
        map.put("meanWeight", weights.mean());
        map.put("largestWeight", weights.largest());
        map.put("largestWeightRow", weights.largestRow());
        map.put("estimates", lines.stream().map(Line::json).toList());
        map.put("weights", histogram);
        map.put(
                "running",
                running.stream()
                        .map(p -> List.of(p.rows(), p.value(), p.value() - p.half(), p.value() + p.half()))
                        .toList());
        if (!slices.isEmpty()) {
            map.put("slices", slices.stream().map(Slices.Slice::json).toList());
        }
        return map;
    }
}
