package dev.weir.schemas.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a problem file as it was written, before anyone asks what it means. */
sealed interface Node {
    /** How it is shown to the person who wrote it: short. */
    String shown();

    /** Keys with values, in the file's order. Mutable while overrides are laid over it. */
    record Mapping(Map<String, Node> entries) implements Node {
        Mapping() {
            this(new LinkedHashMap<>());
        }

        @Override
        public String shown() {
            return cut("{" + String.join(", ", entries.keySet()) + "}");
        }
    }

    /** Values in order. */
    record Listing(List<Node> items) implements Node {
        @Override
        public String shown() {
            return cut(items.stream().map(Node::shown).toList().toString());
        }
    }

    /** One value with its text as written. */
    record Scalar(String text, Kind kind) implements Node {
        @Override
        public String shown() {
            return kind == Kind.NULL ? "nothing" : cut("'" + text + "'");
        }
    }

    /** What YAML's core schema makes of a scalar. */
    enum Kind {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        NULL
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
