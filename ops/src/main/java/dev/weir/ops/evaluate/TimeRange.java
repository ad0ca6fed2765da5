package dev.weir.ops.evaluate;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of a stretch of time.
 *
 * @param since epoch milliseconds of the first
 * @param until epoch milliseconds after the last
 */
public record TimeRange(long since, long until) {
    /** All time. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Reads both ends.
     *
     * @param since like {@code 2026-01-31T12:00:00Z} or epoch milliseconds; null: from the beginning
     */
    public static TimeRange parse(@Nullable String since, @Nullable String until) {
        return new TimeRange(
                since == null ? Long.MIN_VALUE : millis("--since", since),
                until == null ? Long.MAX_VALUE : millis("--until", until));
    }

    static long millis(String what, String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-') && !text.contains("T")) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw expected(what, text);
            }
        }
        try {
            return Instant.parse(text.trim().replace(' ', 'T').replace("+00:00", "Z"))
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw expected(what, text);
        }
    }

    private static IllegalArgumentException expected(String what, String text) {
        return new IllegalArgumentException(
                what + " must be a time like 2026-01-31T12:00:00Z or epoch milliseconds, was '" + text + "'");
    }

    boolean holds(long millis) {
        return since <= millis && millis < until;
    }
}
