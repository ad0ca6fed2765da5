package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How long a caller waits: by {@code X-Request-Timeout-Ms}, or until {@code X-Request-Deadline}. */
final class Deadlines {
    private static final long MOST_MILLIS = 3_600_000;

    private Deadlines() {}

    /** When this request must be answered, in {@link System#nanoTime}, at most so many milliseconds from now. */
    static long nanos(HttpServerRequest request, long mostMillis) {
        return System.nanoTime() + Math.min(mostMillis, millis(request)) * 1_000_000;
    }

    private static long millis(HttpServerRequest request) {
        String timeout = request.getHeader("X-Request-Timeout-Ms");
        String deadline = request.getHeader("X-Request-Deadline");
        long left = MOST_MILLIS;
        if (timeout != null) {
            left = number("X-Request-Timeout-Ms", timeout, "milliseconds, from 1");
            if (left < 1) {
                throw new Refusal("X-Request-Timeout-Ms", timeout, "milliseconds, from 1");
            }
        }
        return deadline == null ? left : Math.min(left, instant(deadline) - System.currentTimeMillis());
    }

    private static long instant(String text) {
        String expected = "ISO-8601 with its offset, or epoch milliseconds";
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return number("X-Request-Deadline", text, expected);
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refusal("X-Request-Deadline", text, expected);
        }
    }

    private static long number(String field, @Nullable String text, String expected) {
        try {
            return Math.min(Long.parseLong(String.valueOf(text)), Long.MAX_VALUE / 2);
        } catch (NumberFormatException e) {
            throw new Refusal(field, text, expected);
        }
    }
}
