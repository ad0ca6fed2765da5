package dev.weir.schemas.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stages of a ramp that begin only when a person says so.
 *
 * @param stages from 1, as people count
 * @param by     who may say so; empty: anyone who may write commands
 */
public record Approvals(Set<Integer> stages, Set<String> by) {
    public Approvals {
        stages = Set.copyOf(stages);
        by = Set.copyOf(by);
    }

    /** Reads {@code approve}, like {@code 2,3}, and {@code approvers}, like {@code ada,bob}. */
    static Approvals of(Map<String, String> all, int count) {
        Set<Integer> stages = new TreeSet<>();
        for (String stage : list(all.getOrDefault("approve", ""))) {
            stages.add((int) Arguments.whole("approve", Map.of("approve", stage), 1, count));
        }
        return new Approvals(stages, new TreeSet<>(list(all.getOrDefault("approvers", ""))));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** Whether a stage, counted from 0, waits for a person. */
    public boolean needed(int stage) {
        return stages.contains(stage + 1);
    }

    /** Whether this person may begin stages. */
    public boolean may(String person) {
        return by.isEmpty() || by.contains(person);
    }
}
