package dev.weir.service.security;

import dev.weir.schemas.wire.Suggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One mapping of a settings file while it is read: what nobody asks for is refused. Confined to one thread. */
final class Keyed {
    private final String path;
    private final JsonNode node;
    private final Set<String> asked = new HashSet<>();

    Keyed(String path, JsonNode node) {
        this.path = path;
        this.node = node;
        if (!node.isObject()) {
            throw wrong("", node, "keys and values");
        }
    }

    IllegalArgumentException wrong(String key, @Nullable Object was, String expected) {
        String name = path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
        return new IllegalArgumentException(
                (name.isEmpty() ? "(file)" : name) + ": was " + was + ", expected " + expected);
    }

    private @Nullable JsonNode get(String key) {
        asked.add(key);
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String key, @Nullable String byDefault) {
        JsonNode value = get(key);
        if (value == null) {
            return byDefault;
        } else if (!value.isString()) {
            throw wrong(key, value, "text");
        }
        return value.asString();
    }

    String text(String key) {
        String value = text(key, null);
        if (value == null || value.isBlank()) {
            throw wrong(key, "absent", "text");
        }
        return value;
    }

    double number(String key, double byDefault, double least, double most) {
        JsonNode value = get(key);
        if (value == null) {
            return byDefault;
        } else if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw wrong(key, value, "a number from " + least + " to " + most);
        }
        return value.asDouble();
    }

    Duration duration(String key, Duration byDefault) {
        String text = text(key, null);
        try {
            Duration value = text == null ? byDefault : Duration.parse(text);
            if (value.toMillis() > 0 && value.toDays() <= 1) {
                return value;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(key, text, "a duration such as PT10S");
        }
        throw wrong(key, text, "a duration of PT0.001S to PT24H");
    }

    @Nullable
    Path file(String key, Path folder) {
        String text = text(key, null);
        if (text == null) {
            return null;
        }
        Path file = folder.resolve(text);
        if (!java.nio.file.Files.isReadable(file)) {
            throw wrong(key, text, "a file that can be read");
        }
        return file;
    }

    /** A mapping within this one, empty if it is absent. */
    <T> @Nullable T section(String key, Function<Keyed, T> reader) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        Keyed section = new Keyed(path.isEmpty() ? key : path + "." + key, value);
        T read = reader.apply(section);
        section.close();
        return read;
    }

    /** A list of mappings. */
    <T> List<T> sections(String key, Function<Keyed, T> reader) {
        JsonNode value = get(key);
        if (value == null) {
            return List.of();
        } else if (!value.isArray()) {
            throw wrong(key, value, "a list");
        }
        List<T> all = new java.util.ArrayList<>();
        for (JsonNode one : value) {
            Keyed section = new Keyed(key + "[" + all.size() + "]", one);
            all.add(reader.apply(section));
            section.close();
        }
        return all;
    }

    /** Every key with its value. */
    Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            asked.add(one.getKey());
            all.put(one.getKey(), one.getValue());
        }
        return all;
    }

    /** Refuses what was not asked for. */
    void close() {
        for (String key : node.propertyNames()) {
            if (!asked.contains(key)) {
                throw wrong(
                        key,
                        "an unknown key",
                        Suggestion.among(key, asked.stream().sorted().toList()));
            }
        }
    }
}
