package dev.weir.ops.evaluate;

import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of several policies.
 *
 * @param logged  mean reward of the log itself
 * @param warning that stands above everything, or null
 * @param episodes that the log holds; null: single decisions
 */
public record EvaluationReport(
        ProblemFile file,
        Line logged,
        long rows,
        List<PolicyResult> policies,
        @Nullable String warning,
        double level,
        @Nullable EpisodeSummary episodes) {

    /** The estimator that is meant where none is named. */
    String primary() {
        return "dr";
    }

    /** What weights belong to. */
    String counted() {
        return episodes == null ? "row" : "episode";
    }

    /** As JSON. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("problem", file.name());
        map.put("problemHash", file.hash());
        map.put("rows", rows);
        map.put("level", level);
        map.put("warning", warning);
        if (episodes != null) {
            map.put("episodes", episodes.json());
        }
        map.put("logged", logged.json());
        map.put("policies", policies.stream().map(PolicyResult::json).toList());
        return map;
    }

    /** A line an estimate, for a table. */
    public List<Map<String, @Nullable Object>> table() {
        List<Map<String, @Nullable Object>> rowsOfTable = new ArrayList<>();
        rowsOfTable.add(row("(logged)", logged, ""));
        for (PolicyResult policy : policies) {
            for (Line line : policy.lines()) {
                rowsOfTable.add(
                        row(policy.name(), line, policy.verdict().belief().text()));
            }
            for (Slices.Slice slice : policy.slices()) {
                rowsOfTable.add(row(
                        policy.name() + " where " + slice.name(),
                        slice.line(),
                        policy.verdict().belief().text()));
            }
        }
        return rowsOfTable;
    }

    private static Map<String, @Nullable Object> row(String policy, Line line, String belief) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("policy", policy);
        row.put("estimator", line.estimator());
        row.put("value", text(line.value()));
        row.put("lower", text(line.lower()));
        row.put("upper", text(line.upper()));
        row.put("verdict", belief);
        return row;
    }

    /** What must be read beside the table. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (warning != null) {
            words.add(warning);
        }
        if (episodes != null) {
            words.add(episodes.text());
        }
        for (PolicyResult policy : policies) {
            words.add(policy.name() + ": " + policy.verdict().text());
            if (policy.note() != null) {
                words.add("- note: " + policy.note());
            }
            words.add(String.format(
                    Locale.ROOT,
                    "- %,d %ss, worth %,.0f after weighting; mean weight %.4g, largest %.4g (%s %d)",
                    policy.rows(),
                    counted(),
                    policy.weights().effectiveRows(),
                    policy.weights().mean(),
                    policy.weights().largest(),
                    counted(),
                    policy.weights().largestRow()));
        }
        return words;
    }

    static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
