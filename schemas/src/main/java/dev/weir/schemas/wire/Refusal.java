package dev.weir.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Input that cannot be used: the field, its value (cut short) and what was expected. Carries no stack trace. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 80;

    private final String field;
    private final String value;
    private final String expected;

    public Refusal(String field, @Nullable Object value, String expected) {
        this(field, shown(value), expected, null);
    }

    private Refusal(String field, String value, String expected, @Nullable Throwable cause) {
        super(field + ": was " + value + ", expected " + expected, cause, false, false);
        this.field = field;
        this.value = value;
        this.expected = expected;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    public String expected() {
        return expected;
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
