package dev.weir.service.http;

import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.index.UnitQuery;
import dev.weir.service.index.UnitQuery.Cursor;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which decisions are asked for. */
final class UnitQueryReader {
    private static final List<String> KNOWN = List.of("unit", "from", "to", "action", "limit", "after");
    private static final int LIMIT = 20;
    private static final String TIME = "a time like 2026-11-22T12:00:00Z, or epoch milliseconds";

    private UnitQueryReader() {}

    /**
     * Reads the parameters.
     *
     * @throws Refusal naming the first one that cannot be used
     */
    static UnitQuery read(HttpServerRequest request) {
        MultiMap given = request.params();
        for (String name : given.names()) {
            if (!KNOWN.contains(name)) {
                throw new Refusal(name, given.get(name), "one of the parameters " + KNOWN);
            } else if (given.getAll(name).size() > 1) {
                throw new Refusal(name, given.getAll(name), "one value");
            }
        }
        long from = time("from", given.get("from"), 0);
        long to = time("to", given.get("to"), Long.MAX_VALUE);
        if (from >= to) {
            throw new Refusal("to", given.get("to"), "a time after from, " + given.get("from"));
        }
        String action = given.get("action");
        if (action != null && action.isEmpty()) {
            throw new Refusal("action", "''", "an action's id");
        }
        return new UnitQuery(
                unit(given.get("unit")), from, to, action, after(given.get("after")), limit(given.get("limit")));
    }

    private static UnitId unit(@Nullable String unit) {
        try {
            if (unit != null) {
                return new UnitId(unit);
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal("unit", "'" + unit + "'", "1 to 512 characters");
        }
        throw new Refusal("unit", "absent", "the unit whose decisions are asked for");
    }

    private static long time(String name, @Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return text.matches("\\d{1,18}")
                    ? Long.parseLong(text)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refusal(name, text, TIME);
        }
    }

    private static @Nullable Cursor after(@Nullable String text) {
        try {
            return text == null ? null : Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal("after", text, "the next of an earlier answer");
        }
    }

    private static int limit(@Nullable String text) {
        try {
            int limit = text == null ? LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= UnitQuery.MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new Refusal("limit", text, "a whole number from 1 to " + UnitQuery.MOST);
        }
        throw new Refusal("limit", text, "a whole number from 1 to " + UnitQuery.MOST);
    }
}
