package dev.weir.schemas.problem;

import dev.weir.rl.learn.LearnerSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of an algorithm whose configuration is a record of numbers: a key is a component's name in kebab-case, its
 * default that of a given record, its bounds those of the record's constructor. What says how to explore stands under
 * {@code exploration}.
 */
final class RecordReader {
    private static final Set<String> EXPLORATION = Set.of("floor", "start", "decay");
    private static final double MAX = 1e9;

    private RecordReader() {}

    /**
     * Reads a configuration.
     *
     * @param exploration name that the section {@code exploration} may give
     */
    static <R extends Record & LearnerSpec> R read(Section track, Section algorithm, R defaults, String exploration) {
        try (Section explore = track.section("exploration")) {
            explore.choice("name", exploration, exploration);
            RecordComponent[] components = defaults.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                RecordComponent component = components[i];
                types[i] = component.getType();
                Section from = EXPLORATION.contains(component.getName()) ? explore : algorithm;
                values[i] = value(from, component, call(component, defaults));
            }
            return make(algorithm, defaults, types, values);
        }
    }

    private static Object value(Section from, RecordComponent component, Object byDefault) {
        String key = kebab(component.getName());
        if (byDefault instanceof Boolean truth) {
            return from.truth(key, truth);
        } else if (byDefault instanceof Integer whole) {
            return (int) from.integer(key, 0, Integer.MAX_VALUE, (long) whole);
        } else if (byDefault instanceof Long whole) {
            return from.integer(key, 0, (long) MAX, whole);
        } else if (byDefault instanceof Double number) {
            return from.number(key, 0, MAX, number);
        }
        @SuppressWarnings("unchecked") // the records' only lists are of widths
        List<Integer> widths = (List<Integer>) byDefault;
        return from.widths(key, widths);
    }

    private static <R extends Record> R make(Section s, R defaults, Class<?>[] types, @Nullable Object[] values) {
        try {
            @SuppressWarnings("unchecked") // a record's own constructor
            R made = (R) defaults.getClass().getDeclaredConstructor(types).newInstance(values);
            return made;
        } catch (InvocationTargetException e) {
            refuse(s, String.valueOf(e.getTargetException().getMessage()));
            return defaults;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Constructors say "key must be …, was …". */
    private static void refuse(Section s, String message) {
        String key = message.substring(0, Math.max(0, message.indexOf(' ')));
        int was = message.lastIndexOf(", was ");
        int must = message.indexOf(" must be ");
        if (was < 0 || must < 0) {
            s.reading.find(s.path, message, "a configuration that its algorithm takes");
            return;
        }
        s.reading.find(
                s.at(key),
                message.substring(was + ", was ".length()),
                message.substring(must + " must be ".length(), was));
    }

    private static Object call(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
