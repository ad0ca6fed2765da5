package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Weights;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Evaluation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One policy's doubly robust value in parts of a log; the most frequent parts, at most 50. Confined to one thread. */
final class Slices {
    private static final int GROUPS = 1 << 10;
    private static final int MOST = 200;
    private static final int SHOWN = 50;
    private static final String REST = "(others)";

    /**
     * One part.
     *
     * @param line      the policy's value there
     * @param logged    what was earned there
     * @param effective rows that are left after weighting
     */
    record Slice(String name, long rows, Line line, Line logged, double effective) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("slice", name);
            map.put("rows", rows);
            map.put("effectiveRows", effective);
            map.put("estimate", line.json());
            map.put("logged", logged.json());
            return map;
        }
    }

    private static final class Sums {
        private final Evaluation evaluation = new Evaluation(List.of(new DoublyRobust()), GROUPS);
        private final LoggedMean logged = new LoggedMean(GROUPS);
        private final Weights weights = new Weights();
    }

    private final Map<String, Sums> sums = new HashMap<>();

    void add(List<String> names, LogRow row, double weight, double loggedValue, double policyValue) {
        for (String name : names) {
            Sums of = sums.get(name);
            if (of == null) {
                of = sums.computeIfAbsent(sums.size() < MOST ? name : REST, n -> new Sums());
            }
            of.evaluation.addWeighted(row.unit(), weight, row.reward(), loggedValue, policyValue);
            of.logged.add(row);
            of.weights.add(weight);
        }
    }

    /** The most frequent ones, in order of their names. */
    List<Slice> all(double level) {
        return sums.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        (Map.Entry<String, Sums> e) -> -e.getValue().evaluation.rows()))
                .limit(SHOWN)
                .sorted(Map.Entry.comparingByKey())
                .map(e -> slice(e.getKey(), e.getValue(), level))
                .toList();
    }

    private static Slice slice(String name, Sums sums, double level) {
        return new Slice(
                name,
                sums.evaluation.rows(),
                Line.of(sums.evaluation.estimates().get(0), level),
                sums.logged.line(level),
                sums.weights.effectiveRows());
    }
}
