package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Kind;
import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import dev.weir.schemas.wire.Suggestion;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a problem file while it is read. Every question names the key, its bounds and its default; whatever was
 * not asked for is unknown and refused by {@link #close()}. What is wrong becomes a finding and a harmless value is
 * returned, so that one reading finds everything.
 */
final class Section implements AutoCloseable {
    final String path;
    final Reading reading;
    private final Mapping mapping;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(String path, Mapping mapping, Reading reading) {
        this.path = path;
        this.mapping = mapping;
        this.reading = reading;
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The value of a key as written, or null; an empty value counts as absent. */
    @Nullable
    Node node(String key) {
        asked.add(key);
        Node node = mapping.entries().get(key);
        return node instanceof Scalar s && s.kind() == Kind.NULL ? null : node;
    }

    boolean has(String key) {
        return node(key) != null;
    }

    Set<String> keys() {
        return mapping.entries().keySet();
    }

    /** Text; null as default: required. */
    String text(String key, @Nullable String byDefault) {
        Node node = node(key);
        String value = byDefault;
        if (node instanceof Scalar s) {
            value = s.text();
        } else if (node != null || byDefault == null) {
            wrong(key, node, "text");
        }
        return record(key, value == null ? "" : value, byDefault);
    }

    /** One of the words; null as default: required. */
    String choice(String key, @Nullable String byDefault, String... words) {
        String value = text(key, byDefault);
        if (has(key) && !List.of(words).contains(value)) {
            wrong(key, node(key), "one of " + String.join(", ", words));
            return words[0];
        }
        return value;
    }

    /** A whole number within bounds; null as default: required. */
    long integer(String key, long min, long max, @Nullable Long byDefault) {
        Node node = node(key);
        Long value = byDefault;
        if (node != null) {
            value = node instanceof Scalar s && s.kind() == Kind.INTEGER ? parseLong(s.text()) : null;
        }
        if (value == null || value < min || value > max) {
            wrong(key, node, "a whole number from " + min + " to " + max);
            return min;
        }
        return record(key, value, byDefault);
    }

    /** A finite number within closed bounds; null as default: required. */
    double number(String key, double min, double max, @Nullable Double byDefault) {
        Node node = node(key);
        Double value = byDefault;
        if (node != null) {
            value = numberOf(node);
        }
        if (value == null || node != null && !(value >= min && value <= max)) {
            wrong(key, node, "a finite number" + bounds(min, max));
            return Double.isInfinite(min) ? 0 : min;
        }
        return record(key, value == 0 ? 0.0 : value, byDefault);
    }

    /** true or false. */
    boolean truth(String key, boolean byDefault) {
        return choice(key, Boolean.toString(byDefault), "true", "false").equals("true");
    }

    /** Widths of layers, each 1 to 4,096, at most 8 of them. */
    List<Integer> widths(String key, List<Integer> byDefault) {
        if (!has(key)) {
            return byDefault;
        }
        List<Integer> widths = new ArrayList<>();
        for (Node item : items(key, 0, 8)) {
            Double width = numberOf(item);
            if (width == null || !(width >= 1 && width <= 4096) || width != Math.rint(width)) {
                reading.find(at(key) + "[" + widths.size() + "]", item.shown(), "a whole number from 1 to 4096");
                return byDefault;
            }
            widths.add(width.intValue());
        }
        if (!widths.equals(byDefault)) {
            reading.set(at(key), widths.toString());
        }
        return widths;
    }

    /** A number in [0, 1). */
    double floor(double byDefault) {
        double floor = number("floor", 0, 1, byDefault);
        if (floor == 1) {
            wrong("floor", node("floor"), "a number in [0, 1)");
        }
        return floor;
    }

    /** An ISO-8601 duration within bounds; null as default: required. */
    Duration duration(String key, Duration min, Duration max, @Nullable Duration byDefault) {
        Node node = node(key);
        Duration value = byDefault;
        if (node != null) {
            value = node instanceof Scalar s ? parseDuration(s.text()) : null;
        }
        if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            wrong(key, node, "a duration from " + min + " to " + max + ", like PT10M or P7D");
            return min;
        }
        return record(key, value, byDefault);
    }

    /** A section within; absent: an empty one, so that its defaults hold. */
    Section section(String key) {
        Node node = node(key);
        if (node != null && !(node instanceof Mapping)) {
            wrong(key, node, "keys with values");
        }
        return new Section(at(key), node instanceof Mapping m ? m : new Mapping(), reading);
    }

    /** The items of a list; absent: none. */
    List<Node> items(String key, int min, int max) {
        Node node = node(key);
        if (node == null && min == 0) {
            return List.of();
        }
        if (!(node instanceof Listing list)) {
            wrong(key, node, "a list");
            return List.of();
        }
        if (list.items().size() < min || list.items().size() > max) {
            reading.find(at(key), list.items().size() + " items", "a list of " + min + " to " + max + " items");
            return List.of();
        }
        return list.items();
    }

    /** Distinct texts. */
    List<String> texts(String key, int min, int max) {
        Set<String> texts = new LinkedHashSet<>();
        int i = 0;
        for (Node item : items(key, min, max)) {
            String place = at(key) + "[" + i++ + "]";
            if (!(item instanceof Scalar s)
                    || s.kind() == Kind.NULL
                    || s.text().isBlank()
                    || s.text().length() > 256) {
                reading.find(place, item.shown(), "text of 1 to 256 characters");
            } else if (!texts.add(s.text())) {
                reading.find(place, item.shown(), "a text that the list does not hold yet");
            }
        }
        reading.set(at(key), Canonical.list(texts));
        return new ArrayList<>(texts);
    }

    void wrong(String key, @Nullable Node value, String expected) {
        reading.find(at(key), value == null ? "absent" : value.shown(), expected);
    }

    @Override
    public void close() {
        for (String key : mapping.entries().keySet()) {
            if (!asked.contains(key)) {
                Node value = mapping.entries().get(key);
                wrong(key, value, Suggestion.among(key, asked));
            }
        }
    }

    private <T> T record(String key, T value, @Nullable T byDefault) {
        if (has(key) && !value.equals(byDefault)) {
            reading.set(at(key), value instanceof String s ? Canonical.quoted(s) : value.toString());
        }
        return value;
    }

    static @Nullable Double numberOf(Node node) {
        if (!(node instanceof Scalar s) || s.kind() != Kind.INTEGER && s.kind() != Kind.NUMBER) {
            return null;
        }
        try {
            double value = Double.parseDouble(s.text());
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration parseDuration(String text) {
        try {
            return Duration.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    private static String bounds(double min, double max) {
        String low = Double.isInfinite(min) ? "" : " of at least " + min;
        return low + (Double.isInfinite(max) ? "" : (low.isEmpty() ? " of" : " and") + " at most " + max);
    }
}
