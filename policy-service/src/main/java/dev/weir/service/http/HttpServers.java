package dev.weir.service.http;

import dev.weir.service.decisionlog.Ticker;
import dev.weir.service.serve.ProblemService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Both ports: decisions on one, health, metrics and time on the other. */
public final class HttpServers implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long SECONDS = 20;

    private final Vertx vertx;
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger adminPort = new AtomicInteger();

    /**
     * Where and how to listen.
     *
     * @param port       0: any free one
     * @param adminPort  0: any free one
     * @param eventLoops threads that decide
     */
    public record Listening(int port, int adminPort, int eventLoops, Duration replyWithin) {}

    private HttpServers(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Listens on loopback.
     *
     * @param failures problems that are not served, and why
     * @param tickers  of those that are
     */
    public static HttpServers start(
            Listening settings,
            Map<String, ProblemService> running,
            Map<String, String> failures,
            Map<String, Ticker> tickers,
            PrometheusMeterRegistry meters) {
        HttpServers servers = new HttpServers(Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops() + 1)
                .setPreferNativeTransport(false)));
        Api.Problems problems = new Api.Problems(running, failures, new ExplainDecision(), settings.replyWithin());
        servers.deploy(
                1,
                settings.port(),
                settings.eventLoops(),
                servers.port,
                loop -> new Api(servers.vertx, loop, problems, meters));
        servers.deploy(
                2,
                settings.adminPort(),
                1,
                servers.adminPort,
                loop -> new AdminApi(servers.vertx, loop, problems, tickers, meters));
        return servers;
    }

    /** Port of decisions. */
    public int port() {
        return port.get();
    }

    /** Port of health, metrics and time. */
    public int adminPort() {
        return adminPort.get();
    }

    private void deploy(
            int tag,
            int wanted,
            int instances,
            AtomicInteger port,
            Function<Loop, Handler<HttpServerRequest>> handlers) {
        int shared = wanted == 0 ? -tag : wanted; // of a negative one Vert.x makes a free one that all share
        for (int i = 0; i < instances; i++) {
            await(
                    vertx.deployVerticle(new Listener(shared, port, handlers), new DeploymentOptions()),
                    "listen on " + HOST + ":" + wanted);
        }
    }

    @Override
    public void close() {
        await(vertx.close(), "close the HTTP servers");
    }

    private static void await(Future<?> future, String what) {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("cannot " + what + " within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted, could not " + what, e);
        }
    }

    /** One event loop's listener. */
    private static final class Listener extends VerticleBase {
        private final int wanted;
        private final AtomicInteger port;
        private final Function<Loop, Handler<HttpServerRequest>> handlers;

        Listener(int wanted, AtomicInteger port, Function<Loop, Handler<HttpServerRequest>> handlers) {
            this.wanted = wanted;
            this.port = port;
            this.handlers = handlers;
        }

        @Override
        public Future<HttpServer> start() {
            HttpServerOptions options = new HttpServerOptions()
                    .setHandle100ContinueAutomatically(true)
                    .setIdleTimeout(120)
                    .setTcpNoDelay(true)
                    .setMaxHeaderSize(16 * 1024);
            return vertx.createHttpServer(options)
                    .requestHandler(handlers.apply(Loop.here(context)))
                    .listen(wanted, HOST)
                    .onSuccess(server -> port.set(server.actualPort()));
        }
    }
}
