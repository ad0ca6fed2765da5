package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Kind;
import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML text into {@link Node}s. Bounded in size, depth and number of nodes; anchors, aliases and tags are refused, for a
 * few lines of them can describe gigabytes.
 */
final class YamlTree {
    static final int MAX_CHARACTERS = 256 * 1024;
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NODES = 50_000;
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final YAMLParser parser;
    private final List<ProblemFiles.Finding> findings;
    private int nodes;

    private YamlTree(YAMLParser parser, List<ProblemFiles.Finding> findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /** The tree, or null with the reason among the findings. */
    static @Nullable Node read(String yaml, List<ProblemFiles.Finding> findings) {
        if (yaml.length() > MAX_CHARACTERS) {
            findings.add(
                    new ProblemFiles.Finding("(file)", yaml.length() + " characters", "at most " + MAX_CHARACTERS));
            return null;
        }
        try (YAMLParser parser = (YAMLParser) YAML.createParser(yaml)) {
            return new YamlTree(parser, findings).document();
        } catch (Refused e) {
            findings.add(e.finding);
        } catch (JacksonException e) {
            findings.add(new ProblemFiles.Finding("(file)", place(e.getLocation()) + e.getOriginalMessage(), "YAML"));
        } catch (RuntimeException e) { // the YAML engine's own exceptions are no JacksonExceptions
            findings.add(new ProblemFiles.Finding("(file)", String.valueOf(e.getMessage()), "YAML"));
        }
        return null;
    }

    private Node document() {
        if (parser.nextToken() == null) {
            throw refused("(file)", "nothing", "a problem file: problem, features, actions, reward, tracks …");
        }
        Node root = node("", 0);
        if (parser.nextToken() != null) {
            throw refused("(file)", "a second document", "one YAML document");
        }
        return root;
    }

    private Node node(String path, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            throw refused(path, "too much", "at most " + MAX_DEPTH + " levels and " + MAX_NODES + " values");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getRawTag() != null) {
            throw refused(path.isEmpty() ? "(file)" : path, "an anchor, alias or tag", "plain values");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(path, depth);
        } else if (token == JsonToken.START_ARRAY) {
            return listing(path, depth);
        }
        return new Scalar(parser.getString() == null ? "" : parser.getString(), kind(token));
    }

    private Node mapping(String path, int depth) {
        Mapping mapping = new Mapping();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String inner = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            Node value = node(inner, depth + 1);
            if (mapping.entries().putIfAbsent(key, value) != null) {
                findings.add(new ProblemFiles.Finding(inner, "given twice", "each key once"));
            }
        }
        return mapping;
    }

    private Node listing(String path, int depth) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        return new Listing(items);
    }

    private static Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> Kind.INTEGER;
            case VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            default -> Kind.STRING;
        };
    }

    private Refused refused(String path, String value, String expected) {
        return new Refused(new ProblemFiles.Finding(path, place(parser.currentTokenLocation()) + value, expected));
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ": ";
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient ProblemFiles.Finding finding;

        Refused(ProblemFiles.Finding finding) {
            super(finding.toString(), null, false, false);
            this.finding = finding;
        }
    }
}
