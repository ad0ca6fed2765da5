package dev.weir.schemas.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two problem files, key by key, each with what the change does. Compares what the files say, not how
 * they are written. Keys under {@code kafka} are left out: they say where Kafka is, and may be secret.
 */
public final class ProblemDiff {
    private ProblemDiff() {}

    /**
     * One key that differs.
     *
     * @param from value in the old file, or null: the default
     * @param to   value in the new file, or null: the default
     */
    public record Change(
            String key, @Nullable String from, @Nullable String to, KeyClass keyClass) {
        @Override
        public String toString() {
            return key + ": " + shown(from) + " → " + shown(to) + " ("
                    + (keyClass == KeyClass.LIVE ? "live" : "new epoch") + ")";
        }

        private static String shown(@Nullable String value) {
            return value == null ? "default" : value;
        }
    }

    /** Changes from one valid file to another, in order of their keys; empty: both have the same hash. */
    public static List<Change> between(ProblemFile from, ProblemFile to) {
        SortedMap<String, String> old = ProblemFiles.settings(from.yaml());
        SortedMap<String, String> now = ProblemFiles.settings(to.yaml());
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            @Nullable String before = old.get(key);
            @Nullable String after = now.get(key);
            if (before == null || !before.equals(after)) {
                changes.add(new Change(key, before, after, KeyClass.of(key)));
            }
        }
        return changes;
    }
}
