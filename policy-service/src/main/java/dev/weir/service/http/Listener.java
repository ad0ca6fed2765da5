package dev.weir.service.http;

import dev.weir.service.security.SecuritySettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One event loop that listens on one of the ports. */
final class Listener extends VerticleBase {
    private static final long SWEEP_MILLIS = 250;

    private final Place place;
    private final Connections connections;
    private final Handlers handlers;
    private final List<HttpServer> servers;

    Listener(Place place, AtomicInteger open, Handlers handlers, List<HttpServer> servers) {
        this.place = place;
        this.connections = new Connections(place.security.bounds(), open);
        this.handlers = handlers;
        this.servers = servers;
    }

    @Override
    public Future<HttpServer> start() {
        int shared = place.port == 0 ? -place.tag : place.port; // of a negative one Vert.x makes a free one for all
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> connections.sweep());
        HttpServer made = vertx.createHttpServer(Options.of(place.security))
                .connectionHandler(connections::opened)
                .invalidRequestHandler(new Malformed(vertx))
                .requestHandler(handlers.of(Loop.here(context), connections));
        return made.listen(shared, place.host).onSuccess(server -> {
            place.bound.set(server.actualPort());
            servers.add(server);
        });
    }

    /** Where to listen, with how many loops. */
    record Place(int tag, String host, int port, int instances, AtomicInteger bound, SecuritySettings security) {}

    /** Makes one loop's handler. */
    @FunctionalInterface
    interface Handlers {
        Handler<HttpServerRequest> of(Loop loop, Connections connections);
    }
}
