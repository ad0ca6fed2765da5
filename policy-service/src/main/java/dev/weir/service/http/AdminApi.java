package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import dev.weir.service.decisionlog.Ticker;
import dev.weir.service.json.Json;
import dev.weir.service.security.Role;
import dev.weir.service.serve.ProblemService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Routes of the admin port: {@code /health/live}, {@code /health/ready}, {@code /metrics}, a driver's ticks. */
final class AdminApi implements Handler<HttpServerRequest> {
    private static final int MAX_TICK = 1024;
    private static final long AHEAD_MILLIS = 3_600_000; // brokers refuse stamps more than an hour ahead

    private final Vertx vertx;
    private final Loop loop;
    private final Connections connections;
    private final Api.Problems problems;
    private final Map<String, Ticker> tickers;
    private final PrometheusMeterRegistry meters;

    AdminApi(
            Vertx vertx,
            Loop loop,
            Connections connections,
            Api.Problems problems,
            Map<String, Ticker> tickers,
            PrometheusMeterRegistry meters) {
        this.vertx = vertx;
        this.loop = loop;
        this.connections = connections;
        this.problems = problems;
        this.tickers = tickers;
        this.meters = meters;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Call call = new Call(vertx, loop, request, connections.of(request), status -> {});
        call.guarded(() -> route(call, request.path() == null ? "" : request.path()));
    }

    private void route(Call call, String path) {
        if (path.startsWith("/v1/problems/") && path.endsWith("/ticks")) {
            String problem = path.substring("/v1/problems/".length(), path.length() - "/ticks".length());
            if (!problems.entrance().admits(call, problem, Role.ADMIN)) {
                return;
            }
            ProblemService service = problems.running().get(problem);
            Ticker ticker = tickers.get(problem);
            if (service == null || ticker == null) {
                call.fail(ProblemBody.notFound("no problem '" + problem + "'"));
            } else if (call.is(HttpMethod.POST)) {
                call.body(MAX_TICK, body -> tick(call, service, ticker, body));
            }
            return;
        }
        switch (path) {
            case "/health/live" -> call.reply(200, "{\"status\":\"up\"}");
            case "/health/ready" -> ready(call);
            case "/metrics" -> {
                if (problems.entrance().admits(call, "", Role.OBSERVE)) {
                    call.aside(() -> call.send(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape()));
                }
            }
            default -> call.fail(ProblemBody.notFound("no such path"));
        }
    }

    private void ready(Call call) {
        Json json = new Json().object();
        boolean ready = problems.ready();
        json.field("status", ready ? "ready" : problems.draining().get() ? "draining" : "starting")
                .key("problems")
                .object();
        problems.running().forEach((name, s) -> json.field(name, s.ready() ? "ready" : "starting"));
        problems.desks().forEach((name, desk) -> {
            if (!problems.running().containsKey(name)) {
                json.field(name, desk.ready() ? "indexed" : "indexing");
            }
        });
        problems.failures().forEach((name, why) -> json.field(name, "failed: " + why));
        call.reply(ready ? 200 : 503, json.end().end().toString());
    }

    private static void tick(Call call, ProblemService service, Ticker ticker, byte[] body) {
        if (!service.file().time().driver()) {
            throw new Refusal("time", "given", "no ticks from outside: time.source is clock");
        }
        long time = StrictJson.read(body, p -> {
            StrictJson.object(p, "body");
            String key = p.nextName();
            if (key == null || !key.equals("time")) {
                throw new Refusal(
                        key == null ? "time" : key, key == null ? "absent" : "an unknown key", "the key time");
            }
            p.nextToken();
            long value = StrictJson.integer(p, "time");
            if (p.nextName() != null) {
                throw new Refusal("body", "more keys", "only the key time");
            }
            return value;
        });
        if (time <= 0 || time > System.currentTimeMillis() + AHEAD_MILLIS) {
            throw new Refusal("time", time, "epoch milliseconds, at most an hour ahead of the brokers' clock");
        } else if (time < service.now()) {
            call.fail(ProblemBody.of(
                    409, "backwards", "Time never goes back", "time " + service.now() + " was reached, was " + time));
            return;
        }
        ticker.tick(time).whenComplete((reached, failure) -> {
            if (failure == null) {
                call.reply(
                        200,
                        new Json().object().field("time", (long) reached).end().toString());
            } else {
                call.fail(ProblemBody.unavailable("the tick was not acknowledged: " + failure));
            }
        });
    }
}
