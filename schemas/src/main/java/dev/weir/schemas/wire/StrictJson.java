package dev.weir.schemas.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Parsers for JSON from outside, bounded in depth and in the length of names, numbers and strings; and the questions that
 * readers ask of a parser, each refused with field, value and expectation. Readers check duplicate keys themselves.
 */
public final class StrictJson {
    /** Longest string that is read. */
    public static final int MAX_STRING = 1 << 18;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(100)
                    .maxNameLength(512)
                    .maxStringLength(MAX_STRING)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private StrictJson() {}

    /** Reads one whole document: what {@code body} reads from its first token on, and nothing after it. */
    public static <T> T read(byte[] json, Body<T> body) {
        try (JsonParser parser = parser(json)) {
            if (parser.nextToken() == null) {
                throw new Refusal("body", "nothing", "a JSON object");
            }
            T value = body.read(parser);
            if (parser.nextToken() != null) {
                throw new Refusal("body", "text after the end", "one JSON document");
            }
            return value;
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /** A parser before its first token. */
    public static JsonParser parser(byte[] json) {
        return FACTORY.createParser(ObjectReadContext.empty(), json, 0, json.length);
    }

    /** What Jackson had to say, as a refusal. */
    public static Refusal refusal(JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new Refusal("body", e.getOriginalMessage() + where, "a JSON object in UTF-8");
    }

    /** Reads a document whose first token the parser stands on. */
    @FunctionalInterface
    public interface Body<T> {
        T read(JsonParser parser);
    }

    /** Refuses whatever is no object. */
    public static void object(JsonParser p, String field) {
        if (p.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(p, field, "an object");
        }
    }

    /** Refuses a key that stands there a second time. */
    public static void once(Set<String> seen, String path, String key) {
        if (!seen.add(key)) {
            throw new Refusal(path.isEmpty() ? key : path + "." + key, "given twice", "each key once");
        }
    }

    /** A finite number. */
    public static double number(JsonParser p, String field) {
        JsonToken token = p.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong(p, field, "a number");
        }
        double value = p.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong(p, field, "a finite number");
        }
        return value;
    }

    /** A whole number. */
    public static long integer(JsonParser p, String field) {
        if (p.currentToken() != JsonToken.VALUE_NUMBER_INT || p.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong(p, field, "a whole number of at most 64 bits");
        }
        return p.getLongValue();
    }

    /** True or false. */
    public static boolean truth(JsonParser p, String field) {
        JsonToken token = p.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong(p, field, "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Text of {@code min} to {@code max} characters that UTF-8 can hold. */
    public static String text(JsonParser p, String field, int min, int max) {
        if (p.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(p, field, "text");
        }
        String text = p.getString();
        if (text.length() < min || text.length() > max) {
            throw new Refusal(field, text.length() + " characters", "text of " + min + " to " + max + " characters");
        }
        if (!isWellFormed(text)) {
            throw new Refusal(field, "half a surrogate pair", "text that UTF-8 can hold");
        }
        return text;
    }

    /** Text of at most {@code max} characters; the field is {@code path.name}, put together only if it is refused. */
    static String text(JsonParser p, String path, String name, int max) {
        String text = p.getString();
        if (text.length() > max || !isWellFormed(text)) {
            return text(p, path + "." + name, 0, max);
        }
        return text;
    }

    /** A lone surrogate would turn into '?' in the log, and what was logged would not be what was decided on. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The refusal of the value that the parser stands on. */
    public static Refusal wrong(JsonParser p, String field, String expected) {
        return new Refusal(field, shown(p), expected);
    }

    private static @Nullable String shown(JsonParser p) {
        JsonToken token = p.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        } else if (token == JsonToken.START_ARRAY) {
            return "a list";
        }
        return token == JsonToken.VALUE_STRING ? "'" + p.getString() + "'" : p.getString();
    }
}
