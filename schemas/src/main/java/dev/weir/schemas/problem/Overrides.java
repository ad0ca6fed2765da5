package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Kind;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import dev.weir.schemas.problem.ProblemFiles.Finding;
import dev.weir.schemas.wire.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables laid over a file: {@code WEIR_} and the key path in upper case with {@code _} for every other
 * character. Values are read as YAML. A variable whose first word is a key of the problem file must name a key; others
 * ({@code WEIR_HOME}) are none of ours.
 */
final class Overrides {
    private static final String PREFIX = "WEIR_";
    private static final String KAFKA = "WEIR_KAFKA_";
    private static final Map<String, List<String>> KEYS = Map.of(
            "", List.of("discount", "serve", "default-action"),
            "limits", List.of("max"),
            "episodes", List.of("timeout"),
            "reward", List.of("formula", "window", "aggregate", "if-none", "learn-at"),
            "time", List.of("source", "tick", "skew"),
            "join", List.of("horizon"),
            "service", List.of("log", "idempotency-entries", "journal-bytes"),
            "topics", List.of("prefix", "partitions", "replication", "retention"),
            "alerts",
                    List.of(
                            "false-alarm-every",
                            "smallest-shift",
                            "warm-up",
                            "memory",
                            "season",
                            "accept-after",
                            "ticks-missing",
                            "alertmanager",
                            "webhook",
                            "resend"));
    private static final Map<String, List<String>> TRACK_KEYS = Map.of(
            "", List.of("seed", "learns"),
            "algorithm", List.of("name", "interactions", "hinges", "ridge", "forgetting"),
            "exploration", List.of("name", "draws", "scale", "alpha", "floor"),
            "publish", List.of("every-transitions", "every"),
            "checkpoint", List.of("mode", "transitions"));

    private Overrides() {}

    /** The variable that overrides a key path. */
    static String variable(String path) {
        return PREFIX + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Kafka keys that the environment gives: they never enter the file's text. */
    static Map<String, String> kafka(Map<String, String> environment, Map<String, String> inFile) {
        Map<String, String> kafka = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(KAFKA)) {
                String key = variable.substring(KAFKA.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                for (String known : inFile.keySet()) {
                    if (variable("kafka." + known).equals(variable)) {
                        key = known;
                    }
                }
                kafka.put(key, value);
            }
        });
        return kafka;
    }

    /** Lays all others over the tree; true if anything changed. */
    static boolean apply(Mapping tree, Map<String, String> environment, List<Finding> findings) {
        Map<String, String> paths = paths(tree);
        boolean changed = false;
        for (Map.Entry<String, String> e : new TreeMap<>(environment).entrySet()) {
            String variable = e.getKey();
            if (!variable.startsWith(PREFIX) || variable.startsWith(KAFKA)) {
                continue;
            }
            String path = paths.get(variable);
            if (path != null) {
                Node value = YamlTree.read(e.getValue(), findings);
                changed |= value != null && put(tree, path, value);
            } else if (isOurs(variable)) {
                findings.add(new Finding(
                        variable,
                        "'" + e.getValue() + "'",
                        Suggestion.among(variable, paths.keySet()).replace("the keys", "the variables")));
            }
        }
        return changed;
    }

    private static boolean isOurs(String variable) {
        String rest = variable.substring(PREFIX.length());
        for (String section :
                List.of("limits", "episodes", "reward", "time", "join", "service", "topics", "alerts", "tracks")) {
            if (rest.startsWith(section.toUpperCase(Locale.ROOT) + "_")) {
                return true;
            }
        }
        return false;
    }

    /** Variable to key path, for every key that this file could hold. */
    private static Map<String, String> paths(Mapping tree) {
        List<String> all = new ArrayList<>();
        KEYS.forEach((section, keys) -> keys.forEach(k -> all.add(section.isEmpty() ? k : section + "." + k)));
        if (tree.entries().get("tracks") instanceof Mapping tracks) {
            for (String track : tracks.entries().keySet()) {
                TRACK_KEYS.forEach((section, keys) -> keys.forEach(
                        k -> all.add("tracks." + track + "." + (section.isEmpty() ? k : section + "." + k))));
            }
        }
        Map<String, String> paths = new TreeMap<>();
        all.forEach(path -> paths.put(variable(path), path));
        return paths;
    }

    private static boolean put(Mapping tree, String path, Node value) {
        Mapping at = tree;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            @Nullable Node inner = at.entries().get(keys[i]);
            if (inner == null || inner instanceof Scalar s && s.kind() == Kind.NULL) {
                inner = new Mapping();
                at.entries().put(keys[i], inner);
            }
            if (!(inner instanceof Mapping next)) {
                return false; // found when the file is read
            }
            at = next;
        }
        at.entries().put(keys[keys.length - 1], value);
        return true;
    }
}
