package dev.weir.service.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** Answers requests that are no HTTP, and ends their connection: what follows cannot be told apart. */
final class Malformed implements Handler<HttpServerRequest> {
    private final Vertx vertx;

    Malformed(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        ProblemBody body = cause instanceof TooLongHttpHeaderException
                ? ProblemBody.of(431, "headers", "The headers are too large", "send fewer or shorter headers")
                : cause instanceof TooLongHttpLineException
                        ? ProblemBody.of(414, "uri", "The address is too long", "send what is long in the body")
                        : ProblemBody.of(400, "malformed", "Not a request", "what RFC 9112 says of HTTP was expected");
        request.response()
                .setStatusCode(body.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Connection", "close")
                .end(body.json())
                .onComplete(ignored -> HangUp.soon(vertx, request.connection()));
    }
}
