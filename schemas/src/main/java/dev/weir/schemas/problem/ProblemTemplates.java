package dev.weir.schemas.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Problem files to begin with: valid as they are, with a comment on every key that one is likely to change. */
public final class ProblemTemplates {
    private static final List<String> KINDS = List.of("ids", "quantities", "candidates");

    private ProblemTemplates() {}

    /** What there are templates for: kinds of actions. */
    public static List<String> kinds() {
        return KINDS;
    }

    /**
     * The text of a template.
     *
     * @throws IllegalArgumentException if there is no such kind
     */
    public static String init(String kind) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind must be one of " + KINDS + ", was '" + kind + "'");
        }
        return resource("/dev/weir/schemas/problem/init-" + kind + ".yaml");
    }

    /** The JSON Schema (draft 2020-12) of problem files. */
    public static String jsonSchema() {
        return resource("/dev/weir/schemas/problem/problem.schema.json");
    }

    private static String resource(String name) {
        try (InputStream in = ProblemTemplates.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
