package dev.weir.service.http;

import dev.weir.service.decisionlog.Ticker;
import dev.weir.service.security.Gate;
import dev.weir.service.security.SecuritySettings;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.why.WhyDesk;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Both ports: decisions on one, health, metrics and time on the other. */
public final class HttpServers implements AutoCloseable {
    private static final long SECONDS = 20;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Gate gate;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger adminPort = new AtomicInteger();

    /**
     * Where and how to listen.
     *
     * @param port       0: any free one
     * @param adminPort  0: any free one
     * @param eventLoops threads that decide
     */
    public record Listening(int port, int adminPort, int eventLoops, Duration replyWithin, SecuritySettings security) {}

    private HttpServers(Vertx vertx, Gate gate) {
        this.vertx = vertx;
        this.gate = gate;
    }

    /**
     * Listens, on loopback unless the settings say otherwise.
     *
     * @param desks    of problems whose decisions are explained here
     * @param failures problems that are not served, and why
     * @param tickers  of those that are
     */
    public static HttpServers start(
            Listening settings,
            Map<String, ProblemService> running,
            Map<String, WhyDesk> desks,
            Map<String, String> failures,
            Map<String, Ticker> tickers,
            PrometheusMeterRegistry meters) {
        SecuritySettings security = settings.security();
        Gate gate = new Gate(security);
        HttpServers servers = new HttpServers(
                Vertx.vertx(new VertxOptions()
                        .setEventLoopPoolSize(settings.eventLoops() + 1)
                        .setPreferNativeTransport(false)),
                gate);
        Api.Problems problems = new Api.Problems(
                running,
                failures,
                desks,
                settings.replyWithin(),
                new Entrance(gate),
                security.bounds(),
                servers.draining);
        try {
            servers.deploy(
                    new Listener.Place(
                            1, security.host(), settings.port(), settings.eventLoops(), servers.port, security),
                    (loop, connections) -> new Api(servers.vertx, loop, connections, problems, meters));
            servers.deploy(
                    new Listener.Place(2, security.adminHost(), settings.adminPort(), 1, servers.adminPort, security),
                    (loop, connections) -> new AdminApi(servers.vertx, loop, connections, problems, tickers, meters));
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
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

    private void deploy(Listener.Place place, Listener.Handlers handlers) {
        AtomicInteger open = new AtomicInteger();
        for (int i = 0; i < place.instances(); i++) {
            await(
                    vertx.deployVerticle(new Listener(place, open, handlers, servers), new DeploymentOptions()),
                    "listen on " + place.host() + ":" + place.port());
        }
    }

    /** Takes no more, answers what is being answered, and ends. */
    @Override
    public void close() {
        draining.set(true);
        servers.forEach(server -> await(server.shutdown(DRAIN), "answer what is being answered"));
        await(vertx.close(), "close the HTTP servers");
        gate.close();
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
}
