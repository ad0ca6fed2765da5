package dev.weir.service.json;

import org.jspecify.annotations.Nullable;

/** JSON text written by hand: objects and lists of plain values, escaped. Confined to one thread. */
public final class Json {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(256);
    private boolean first = true;

    /** Opens an object as the next value. */
    public Json object() {
        return open('{');
    }

    /** Opens a list as the next value. */
    public Json list() {
        return open('[');
    }

    /** Closes an object. */
    public Json end() {
        return close('}');
    }

    /** Closes a list. */
    public Json endList() {
        return close(']');
    }

    /** Names the next value. */
    public Json key(String name) {
        comma();
        escaped(name);
        text.append(':');
        first = true;
        return this;
    }

    /** A named value; null stays null. */
    public Json field(String name, @Nullable String value) {
        return key(name).value(value);
    }

    /** A named number. */
    public Json field(String name, double value) {
        return key(name).value(value);
    }

    /** A named whole number. */
    public Json field(String name, long value) {
        key(name);
        first = false;
        text.append(value);
        return this;
    }

    /** A named truth. */
    public Json field(String name, boolean value) {
        return key(name).raw(value ? "true" : "false");
    }

    /** Text, or null. */
    public Json value(@Nullable String value) {
        comma();
        if (value == null) {
            text.append("null");
        } else {
            escaped(value);
        }
        return this;
    }

    /** A number; null where JSON has none for it. */
    public Json value(double value) {
        comma();
        if (Double.isFinite(value)) {
            text.append(value);
        } else {
            text.append("null");
        }
        return this;
    }

    /** A value that is JSON already. */
    public Json raw(String json) {
        comma();
        text.append(json);
        return this;
    }

    private Json open(char bracket) {
        comma();
        text.append(bracket);
        first = true;
        return this;
    }

    private Json close(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    private void comma() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void escaped(String value) {
        text.append('"');
        int plain = 0;
        while (plain < value.length() && isPlain(value.charAt(plain))) {
            plain++;
        }
        text.append(value, 0, plain); // mostly all of it
        for (int i = plain; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (isPlain(c)) {
                text.append(c);
            } else {
                text.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
                text.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
            }
        }
        text.append('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
