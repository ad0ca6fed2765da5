package dev.weir.service.trace;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Which trace something belongs to, as W3C Trace Context level 1 writes it. Immutable.
 *
 * @param parent the header {@code traceparent}, well formed, or null: it belongs to none
 * @param state  the header {@code tracestate}, passed on as it came, or null
 */
public record Trace(@Nullable String parent, @Nullable String state) {
    /** It belongs to none. */
    public static final Trace NONE = new Trace(null, null);

    /** Name of the header, over HTTP and on records. */
    public static final String PARENT = "traceparent";

    /** Name of the second header. */
    public static final String STATE = "tracestate";

    private static final int LENGTH = 55;
    private static final int MAX_STATE = 512;

    /** What somebody's headers say; what is not well formed counts as absent, as the standard asks. */
    public static Trace of(@Nullable String parent, @Nullable String state) {
        if (parent == null || !isWellFormed(parent)) {
            return NONE;
        }
        boolean passed =
                state != null && state.length() <= MAX_STATE && state.chars().allMatch(c -> c >= ' ' && c < 127);
        return new Trace(parent, passed ? state : null);
    }

    /** What a record's headers say. */
    public static Trace of(Headers headers) {
        return of(text(headers.lastHeader(PARENT)), text(headers.lastHeader(STATE)));
    }

    /** Writes it on a record. */
    public void onto(Headers headers) {
        if (parent != null) {
            headers.add(PARENT, parent.getBytes(StandardCharsets.US_ASCII));
            if (state != null) {
                headers.add(STATE, state.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static @Nullable String text(@Nullable Header header) {
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    /** {@code 00-<32 hex: trace>-<16 hex: parent>-<2 hex: flags>}, neither all zeros. */
    private static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith("00-") || text.charAt(35) != '-' || text.charAt(52) != '-') {
            return false;
        }
        return hex(text, 3, 35) && hex(text, 36, 52) && digits(text, 53, 55);
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return digits(text, from, to);
            }
        }
        return false;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
