package dev.weir.service.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

/** Ends a connection whose other end is still talking: at once would take the answer away from it again. */
final class HangUp {
    private static final long MILLIS = 300;

    private HangUp() {}

    /** After a moment in which the answer can be read. */
    static void soon(Vertx vertx, HttpConnection connection) {
        vertx.setTimer(MILLIS, ignored -> connection.close());
    }
}
