package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.json.Json;
import org.jspecify.annotations.Nullable;

/** What went wrong, as RFC 9457 says it, with field, value and expectation where they are known. */
record ProblemBody(
        int status,
        String type,
        String title,
        String detail,
        @Nullable String field,
        @Nullable String value,
        @Nullable String expected) {

    static ProblemBody of(int status, String type, String title, String detail) {
        return new ProblemBody(status, type, title, detail, null, null, null);
    }

    /** 400 where the text itself could not be read, else 422. */
    static ProblemBody of(Refusal r) {
        boolean malformed = r.field().equals("body");
        return new ProblemBody(
                malformed ? 400 : 422,
                malformed ? "malformed" : "invalid",
                malformed ? "The body cannot be read" : "The request does not fit the problem",
                r.getMessage() == null ? "" : r.getMessage(),
                r.field(),
                r.value(),
                r.expected());
    }

    /** What the address asks for and cannot have. */
    static ProblemBody ofQuery(Refusal r) {
        String detail = r.getMessage() == null ? "" : r.getMessage();
        return new ProblemBody(
                400, "query", "The query cannot be answered", detail, r.field(), r.value(), r.expected());
    }

    static ProblemBody notFound(String what) {
        return of(404, "not-found", "Not found", what);
    }

    static ProblemBody unavailable(String why) {
        return of(503, "unavailable", "Try again later", why);
    }

    static ProblemBody internal() {
        return of(500, "internal", "The service failed", "the cause stands in the service's log");
    }

    String json() {
        Json json =
                new Json().object().field("type", "urn:weir:problem:" + type).field("title", title);
        json.field("status", status).field("detail", detail);
        if (field != null) {
            json.field("field", field).field("value", value).field("expected", expected);
        }
        return json.end().toString();
    }
}
