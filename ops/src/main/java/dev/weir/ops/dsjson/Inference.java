package dev.weir.ops.dsjson;

import dev.weir.ops.dsjson.Event.Offered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a DSJSON file is about: a problem file that fits it, and which of its paths became what. Confined to one thread. */
public final class Inference {
    private static final int VALUES = 20;
    private static final int BUCKETS = 256;
    private static final int IDS = 200;

    /** What is known of one path. */
    private static final class Seen {
        private long numbers;
        private long texts;
        private final Set<String> values = new TreeSet<>();

        void add(Object value) {
            if (value instanceof Double) {
                numbers++;
            } else {
                texts++;
            }
            if (values.size() <= VALUES) {
                values.add(Dsjson.text(value));
            }
        }

        boolean numeric() {
            return texts == 0;
        }
    }

    private final Map<String, Seen> context = new TreeMap<>();
    private final Map<String, Seen> action = new TreeMap<>();
    private final Map<String, Long> ignored = new TreeMap<>();
    private final Map<String, Map<String, Object>> byId = new LinkedHashMap<>();
    private Map<String, Long> skipped = Map.of();
    private boolean sameActions = true;
    private int most;
    private long events;
    private long withoutPmf;

    /** Reads a file once. */
    public static Inference of(Path file) {
        Inference inference = new Inference();
        inference.skipped = DsjsonFile.read(file, (where, event) -> inference.add(event));
        if (inference.events == 0) {
            throw new IllegalArgumentException(file.getFileName()
                    + ": expected decisions with c._multi and a label, had none; skipped: " + inference.skipped);
        }
        return inference;
    }

    private void add(Event event) {
        events++;
        withoutPmf += event.pmf().length == 0 ? 1 : 0;
        most = Math.max(most, event.actions().size());
        event.context()
                .forEach((path, value) ->
                        context.computeIfAbsent(path, p -> new Seen()).add(value));
        event.ignored().forEach(path -> ignored.merge(path, 1L, Long::sum));
        for (Offered offered : event.actions()) {
            offered.features()
                    .forEach((path, value) ->
                            action.computeIfAbsent(path, p -> new Seen()).add(value));
            if (byId.size() <= IDS) {
                Map<String, Object> before = byId.putIfAbsent(offered.id(), offered.features());
                sameActions &= before == null || before.equals(offered.features());
            }
        }
        sameActions &= event.actions().stream().map(Offered::id).distinct().count()
                == event.actions().size();
    }

    private boolean declared() {
        return sameActions && byId.size() <= IDS;
    }

    /** A path as a name that a problem file may have. */
    static String name(String path) {
        String name = path.replaceAll("[^A-Za-z0-9_.-]", "_");
        return name.equals("action") ? "action_" : name;
    }

    /** A problem file: actions are declared where each always comes with the same features. */
    public String problem(String problem) {
        StringBuilder yaml = new StringBuilder("# Made from a DSJSON log by weir import.\n");
        yaml.append("problem: ").append(problem).append('\n');
        yaml.append(features("features:", "  ", context));
        if (declared()) {
            yaml.append("actions: {ids: [");
            yaml.append(String.join(
                    ", ", byId.keySet().stream().map(Inference::quoted).toList()));
            yaml.append("]}\ndefault-action: ")
                    .append(quoted(byId.keySet().iterator().next()))
                    .append('\n');
        } else {
            yaml.append("actions:\n  candidates:\n    max: ")
                    .append(Math.max(most, 2))
                    .append('\n');
            yaml.append(features("    features:", "      ", action)).append("default-action: first\n");
        }
        return yaml.append("reward: {formula: reward, window: PT10M, if-none: 0}\n")
                .append("tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 1000}}}\n")
                .append("serve: linear\n")
                .append("kafka: {bootstrap.servers: \"127.0.0.1:9092\"}\n")
                .toString();
    }

    private static String features(String head, String indent, Map<String, Seen> all) {
        StringBuilder yaml = new StringBuilder();
        all.forEach((path, seen) -> {
            if (used(seen)) {
                yaml.append(indent)
                        .append("- {name: ")
                        .append(quoted(name(path)))
                        .append(", ")
                        .append(type(path, seen));
                yaml.append("}\n");
            }
        });
        return yaml.isEmpty() ? "" : head + "\n" + yaml;
    }

    /** What is always the same number says nothing. */
    private static boolean used(Seen seen) {
        return !(seen.numeric() && seen.values.size() == 1 && seen.values.contains("1"));
    }

    private static String type(String path, Seen seen) {
        if (seen.numeric()) {
            return "type: numeric, missing: 0";
        } else if (path.endsWith("_text")) {
            return "type: text, buckets: " + 4 * BUCKETS;
        } else if (seen.values.size() <= VALUES) {
            return "type: categorical, values: ["
                    + String.join(
                            ", ",
                            seen.values.stream()
                                    .filter(v -> !v.isEmpty())
                                    .map(Inference::quoted)
                                    .toList()) + "]";
        }
        return "type: hashed, buckets: " + BUCKETS;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** What became what, a line each. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        lines.add(events + " decisions, at most " + most + " actions, "
                + (declared() ? byId.size() + " declared by id" : "candidates with features of their own"));
        skipped.forEach((why, count) -> lines.add(count + " lines skipped: " + why));
        if (withoutPmf > 0) {
            lines.add(withoutPmf + " decisions without a whole distribution (a, p): their propensity alone is used");
        }
        lines.add("reward = -_label_cost, propensity = _label_probability, unit = EventId unless --map unit=PATH");
        report("context", context, lines);
        if (declared()) {
            action.keySet().forEach(path -> lines.add("action " + path + ": not used, actions are declared by id"));
        } else {
            report("action", action, lines);
        }
        ignored.forEach((path, count) -> lines.add(path + ": ignored, names with _ say nothing (" + count + " times)"));
        return lines;
    }

    private static void report(String side, Map<String, Seen> all, List<String> lines) {
        all.forEach((path, seen) -> lines.add(side + " " + path + ": "
                + (used(seen)
                        ? "feature " + name(path) + ", " + type(path, seen).replaceAll(", values:.*", "")
                        : "not used, always 1")
                + " (" + (seen.numbers + seen.texts) + " times)"));
    }
}
