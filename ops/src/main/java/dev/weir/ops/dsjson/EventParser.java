package dev.weir.ops.dsjson;

import dev.weir.ops.dsjson.Event.Offered;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads lines of a DSJSON file. Confined to one thread. */
final class EventParser {
    private static final double SUM_TOLERANCE = 1e-3;

    private @Nullable String skipped;

    /** Why the last line gave no event; meant to be read where {@link #parse} said null. */
    String skipped() {
        return String.valueOf(skipped);
    }

    /**
     * The event of a line, or null where it is none that one can learn from.
     *
     * @throws IllegalArgumentException naming the field that is not what it must be
     */
    @Nullable
    Event parse(String line) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "expected one JSON object, is the file cut off? " + e.getOriginalMessage(), e);
        }
        skipped = reason(json);
        if (skipped != null) {
            return null;
        }
        JsonNode c = json.get("c");
        List<String> ignored = new ArrayList<>();
        Map<String, Object> context = new LinkedHashMap<>();
        flatten("", c, context, ignored);
        List<Offered> actions = new ArrayList<>();
        for (JsonNode one : c.get("_multi")) {
            Map<String, Object> features = new LinkedHashMap<>();
            flatten("", one, features, ignored);
            actions.add(new Offered(id(one, actions.size()), features));
        }
        int chosen = json.get("_labelIndex").asInt();
        if (chosen < 0 || chosen >= actions.size()) {
            throw new IllegalArgumentException(
                    "_labelIndex must be 0 to " + (actions.size() - 1) + ", was " + json.get("_labelIndex"));
        }
        return new Event(
                json.has("EventId") ? json.get("EventId").asString() : "",
                time(json),
                number(json, "_label_cost"),
                json.has("o") && !json.get("o").isEmpty(),
                number(json, "_label_probability"),
                chosen,
                pmf(json, actions.size()),
                context,
                actions,
                ignored);
    }

    private static @Nullable String reason(JsonNode json) {
        JsonNode c = json.get("c");
        if (c != null && (c.has("_slots") || c.has("_df")) || json.has("_outcomes")) {
            return "several slots a decision";
        } else if (c == null || !c.has("_multi") || !json.has("_label_cost")) {
            return json.has("RewardValue") || json.has("ActionTaken")
                    ? "an outcome by itself"
                    : "no c._multi with a label";
        } else if (json.path("_skipLearn").asBoolean(false)) {
            return "_skipLearn: it was not activated";
        } else if (!json.has("_labelIndex") || !json.has("_label_probability")) {
            return "no _labelIndex or _label_probability";
        }
        return null;
    }

    private static double number(JsonNode json, String name) {
        JsonNode node = json.get(name);
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw new IllegalArgumentException(name + " must be a finite number, was " + node);
        }
        return node.asDouble();
    }

    private static long time(JsonNode json) {
        String text = json.path("Timestamp").asString("");
        try {
            return text.isEmpty() ? 0 : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Timestamp must be like 2026-01-31T12:00:00Z, was '" + text + "'", e);
        }
    }

    private static double[] pmf(JsonNode json, int actions) {
        JsonNode order = json.path("a");
        JsonNode p = json.path("p");
        double[] pmf = new double[actions];
        double sum = 0;
        if (order.size() != actions || p.size() != actions) {
            return new double[0];
        }
        for (int i = 0; i < actions; i++) {
            int place = order.get(i).asInt() - 1;
            if (place < 0 || place >= actions) {
                return new double[0];
            }
            pmf[place] += p.get(i).asDouble();
            sum += p.get(i).asDouble();
        }
        return Math.abs(sum - 1) <= SUM_TOLERANCE ? pmf : new double[0];
    }

    private static String id(JsonNode action, int place) {
        String tag = action.path("_tag").asString("");
        String id = action.path("i").path("id").asString("");
        return !tag.isEmpty() ? tag : !id.isEmpty() ? id : Integer.toString(place + 1);
    }

    /** Names that begin with _ say nothing to Vowpal Wabbit, {@code _text} apart; i is an action's id. */
    private static void flatten(String path, JsonNode node, Map<String, Object> to, List<String> ignored) {
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            String full = path.isEmpty() ? name : path + "." + name;
            if (name.equals("_multi") || name.equals("_tag") || full.equals("i")) {
                return;
            } else if (name.startsWith("_") && !name.equals("_text")) {
                ignored.add(full);
            } else {
                put(full, value, to, ignored);
            }
        });
    }

    private static void put(String path, JsonNode value, Map<String, Object> to, List<String> ignored) {
        if (value.isObject()) {
            flatten(path, value, to, ignored);
        } else if (value.isArray()) {
            int place = 0;
            for (JsonNode one : value) {
                put(one.isObject() ? path : path + "." + place, one, to, ignored);
                place++;
            }
        } else if (value.isNumber()) {
            to.put(path, value.asDouble());
        } else if (value.isBoolean()) {
            to.put(path, value.asBoolean() ? 1.0 : 0.0);
        } else if (value.isString()) {
            text(path, value.asString(), to);
        }
    }

    /** {@code "device=phone": ""} is another spelling of {@code "device": "phone"}. */
    private static void text(String path, String value, Map<String, Object> to) {
        int equals = path.lastIndexOf('=');
        if (value.isEmpty() && equals > 0) {
            to.put(path.substring(0, equals), path.substring(equals + 1));
        } else {
            to.put(path, value);
        }
    }
}
