package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.http.Connections.Watched;
import dev.weir.service.json.Json;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.Reply;
import dev.weir.service.trace.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP request and the way to answer it, from any thread, once. */
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");

    private final Vertx vertx;
    private final Loop loop;
    private final HttpServerRequest request;
    private final Watched watched;
    private final Refusals refusals;
    private boolean hangUp; // read and written on the loop

    Call(Vertx vertx, Loop loop, HttpServerRequest request, Watched watched, Refusals refusals) {
        this.vertx = vertx;
        this.loop = loop;
        this.request = request;
        this.watched = watched;
        this.refusals = refusals;
        watched.begins(this);
    }

    /** Counts answers that refuse. */
    @FunctionalInterface
    interface Refusals {
        void count(int status);
    }

    /** Which trace it belongs to. */
    Trace trace() {
        String parent = request.getHeader(Trace.PARENT);
        return parent == null ? Trace.NONE : Trace.of(parent, request.getHeader(Trace.STATE));
    }

    HttpServerRequest request() {
        return request;
    }

    /** True if the method is this one; else it is answered. */
    boolean is(HttpMethod method) {
        if (request.method() == method) {
            return true;
        }
        only(method.name());
        return false;
    }

    /** Answers that the method is none of these. */
    void only(String methods) {
        request.response().putHeader("Allow", methods);
        fail(ProblemBody.of(405, "method", "Method not allowed", "use " + methods));
    }

    /** Reads the body, at most so many bytes, and gives it to a handler whose refusals are answered. */
    void body(int most, Consumer<byte[]> handler) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && tooLong(length, most)) {
            tooLarge(most);
            return;
        }
        new BodyCollector(this, most, handler).collect();
    }

    private static boolean tooLong(String length, int most) {
        try {
            return Long.parseLong(length) > most;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** The whole request is there. */
    void isRead() {
        watched.isRead();
    }

    /** Sets a header of the answer; on the loop, before the answer. */
    void header(String name, String value) {
        request.response().putHeader(name, value);
    }

    void tooLarge(int most) {
        refuseUnread(ProblemBody.of(413, "too-large", "The body is too large", "at most " + most + " bytes"));
    }

    /** The body did not come in time. */
    void tooSlow() {
        refuseUnread(ProblemBody.of(408, "too-slow", "The request came too slowly", "send its body without pauses"));
    }

    /** Refuses, and ends the connection after that: the rest of the body is nobody's. */
    void refuseUnread(ProblemBody problem) {
        loop.run(() -> {
            if (!request.isEnded()) {
                request.response().putHeader(HttpHeaders.CONNECTION, "close");
                request.handler(ignored -> {});
                hangUp = true;
            }
            fail(problem);
        });
    }

    /** Runs, and answers whatever it throws. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (Refusal e) {
            fail(ProblemBody.of(e));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            fail(ProblemBody.internal());
        }
    }

    /** Runs on a worker thread what may take long. */
    void aside(Runnable work) {
        vertx.executeBlocking(
                () -> {
                    guarded(work);
                    return true;
                },
                false);
    }

    /** The same on threads of one's own, so that nobody else waits for it. */
    void aside(WorkerExecutor pool, Runnable work) {
        pool.executeBlocking(
                () -> {
                    guarded(work);
                    return true;
                },
                false);
    }

    void answer(Answer answer) {
        if (answer instanceof Answer.Decided decided) {
            reply(200, json(decided.reply()));
        } else {
            fail(problem(answer));
        }
    }

    static ProblemBody problem(Answer answer) {
        if (answer instanceof Answer.Conflict c) {
            return new ProblemBody(
                    409,
                    "conflict",
                    "Decided before for another request",
                    "decision " + c.decision() + " was made for a request with the same unit and id, and another body",
                    "id",
                    c.callerId(),
                    "the same body as before, or an id that was not used");
        }
        return ProblemBody.unavailable(answer instanceof Answer.Unavailable u ? u.why() : "");
    }

    static String json(Reply r) {
        return new Json()
                .object()
                .field("decision", r.decision())
                .field("action", r.action())
                .field("propensity", r.propensity())
                .field("track", r.track())
                .field("version", r.version())
                .field("variant", r.variant())
                .field("fallback", r.fallback())
                .field("limited", r.limited())
                .end()
                .toString();
    }

    /** Counts a refusal. */
    void refused(ProblemBody problem) {
        refusals.count(problem.status());
    }

    void fail(ProblemBody problem) {
        refused(problem);
        send(problem.status(), PROBLEM, problem.json());
    }

    void reply(int status, String json) {
        send(status, JSON, json);
    }

    /** A page for people: it may load nothing, run nothing, and is not kept. */
    void page(CharSequence type, String html) {
        loop.run(() -> request.response()
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff"));
        send(200, type, html);
    }

    void send(int status, CharSequence type, String text) {
        Buffer body = Buffer.buffer(text);
        loop.run(() -> end(status, type, body));
    }

    private void end(int status, CharSequence type, Buffer body) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type);
            if (status == 503) {
                response.putHeader("Retry-After", "1");
            }
            watched.isAnswered();
            Future<Void> written = response.end(body);
            if (hangUp) {
                written.onComplete(ignored -> HangUp.soon(vertx, request.connection()));
            }
        }
    }
}
