package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Kind;
import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import java.util.Map;

/** A tree back into text (YAML's flow style, one top-level key a line): what a file says once overrides are in it. */
final class NodeText {
    private NodeText() {}

    static String of(Mapping root) {
        StringBuilder text = new StringBuilder();
        root.entries().forEach((key, value) -> {
            text.append(Canonical.quoted(key)).append(": ");
            append(value, text);
            text.append('\n');
        });
        return text.toString();
    }

    private static void append(Node node, StringBuilder text) {
        if (node instanceof Scalar s) {
            text.append(
                    s.kind() == Kind.STRING ? Canonical.quoted(s.text()) : s.kind() == Kind.NULL ? "null" : s.text());
        } else if (node instanceof Listing list) {
            text.append('[');
            for (int i = 0; i < list.items().size(); i++) {
                text.append(i == 0 ? "" : ", ");
                append(list.items().get(i), text);
            }
            text.append(']');
        } else if (node instanceof Mapping mapping) {
            String separator = "{";
            for (Map.Entry<String, Node> e : mapping.entries().entrySet()) {
                text.append(separator).append(Canonical.quoted(e.getKey())).append(": ");
                append(e.getValue(), text);
                separator = ", ";
            }
            text.append(separator.equals("{") ? "{}" : "}");
        }
    }
}
