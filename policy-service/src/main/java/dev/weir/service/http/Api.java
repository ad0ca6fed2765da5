package dev.weir.service.http;

import dev.weir.service.security.Bounds;
import dev.weir.service.security.Role;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.trace.Spans;
import dev.weir.service.why.WhyDesk;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Routes of the public port: {@code /v1/problems/<problem>/…} and {@code /openapi.json}. */
final class Api implements Handler<HttpServerRequest> {
    private static final String PROBLEMS = "/v1/problems/";
    static final String OPENAPI = resource("openapi.json");

    private final Vertx vertx;
    private final Loop loop;
    private final Problems problems;
    private final MeterRegistry meters;
    private final Decisions decisions;
    private final Outcomes outcomes;
    private final Policies policies;
    private final WhyApi why;
    private final Models models;
    private final Connections connections;
    private final Entrance entrance;

    Api(Vertx vertx, Loop loop, Connections connections, Problems problems, MeterRegistry meters) {
        this.vertx = vertx;
        this.loop = loop;
        this.connections = connections;
        this.entrance = problems.entrance();
        this.outcomes = new Outcomes(problems.bounds());
        this.problems = problems;
        this.meters = meters;
        this.decisions = new Decisions(vertx, problems.replyWithin(), problems.bounds(), Spans.here());
        this.models = new Models(problems, new Inference(decisions, problems.bounds(), problems.replyWithin()));
        this.policies = new Policies(vertx);
        this.why = new WhyApi(vertx, problems);
    }

    /** The problems that are served, and why others are not. */
    record Problems(
            Map<String, ProblemService> running,
            Map<String, String> failures,
            Map<String, WhyDesk> desks,
            Duration replyWithin,
            Entrance entrance,
            Bounds bounds,
            AtomicBoolean draining) {
        /**
         * True once every problem that runs has what it decides by, until the end begins. Decisions do not wait for an
         * index; where it is all there is, it must have caught up.
         */
        boolean ready() {
            boolean indexed = !running.isEmpty() || desks.values().stream().allMatch(WhyDesk::ready);
            return !draining.get() && indexed && running.values().stream().allMatch(ProblemService::ready);
        }
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = pathOf(request);
        boolean model = path.equals(Models.PATH) || path.startsWith(Models.PATH + "/");
        String problem = model ? Models.problemOf(path) : problemOf(path);
        Call call = new Call(
                vertx,
                loop,
                request,
                connections.of(request),
                status -> meters.counter(
                                "weir.service.refusals",
                                "problem",
                                problems.running().containsKey(problem) ? problem : "",
                                "status",
                                Integer.toString(status))
                        .increment());
        call.guarded(() -> {
            if (model) {
                models.route(call, path, problem);
            } else {
                route(call, path, problem);
            }
        });
    }

    private void route(Call call, String path, String problem) {
        if (path.equals("/openapi.json")) {
            if (call.is(HttpMethod.GET)) {
                call.reply(200, OPENAPI);
            }
            return;
        }
        Role role = call.request().method() == HttpMethod.GET ? Role.OBSERVE : Role.DECIDE;
        if (!entrance.admits(call, problem, role)) {
            return;
        }
        ProblemService service = problems.running().get(problem);
        String failure = problems.failures().get(problem);
        String rest = path.substring(Math.min(path.length(), PROBLEMS.length() + problem.length() + 1));
        if (why.answers(call, problem, rest)) {
            return;
        } else if (service != null) {
            route(call, service, rest);
        } else if (problems.desks().containsKey(problem)) {
            call.fail(ProblemBody.notFound("no decisions are made here, it is only told why they were made"));
        } else if (failure != null) {
            call.fail(ProblemBody.unavailable("problem " + problem + " did not start: " + failure));
        } else if (path.startsWith(PROBLEMS)) {
            call.fail(ProblemBody.notFound("no problem '" + problem + "'; there are "
                    + List.copyOf(problems.running().keySet())));
        } else {
            call.fail(ProblemBody.notFound("no such path; /openapi.json says which there are"));
        }
    }

    private void route(Call call, ProblemService service, String rest) {
        switch (rest) {
            case "decisions" -> {
                if (call.request().method() == HttpMethod.POST) {
                    decisions.one(call, service);
                } else {
                    call.only("GET, POST");
                }
            }
            case "decisions:batch" -> {
                if (call.is(HttpMethod.POST)) {
                    decisions.batch(call, service);
                }
            }
            case "outcomes" -> {
                if (call.is(HttpMethod.POST)) {
                    outcomes.one(call, service);
                }
            }
            case "outcomes:batch" -> {
                if (call.is(HttpMethod.POST)) {
                    outcomes.batch(call, service);
                }
            }
            case "policy" -> {
                if (call.is(HttpMethod.GET)) {
                    policies.get(call, service);
                }
            }
            default -> decision(call, service, rest);
        }
    }

    private void decision(Call call, ProblemService service, String rest) {
        String[] parts = rest.split("/", -1);
        if (parts.length == 2 && parts[0].equals("decisions")) {
            call.only("GET");
        } else if (parts.length == 3 && parts[0].equals("decisions") && parts[2].equals("activation")) {
            if (call.is(HttpMethod.POST)) {
                outcomes.activation(call, service, parts[1]);
            }
        } else {
            call.fail(ProblemBody.notFound("no such path; /openapi.json says which there are"));
        }
    }

    private static String problemOf(String path) {
        if (!path.startsWith(PROBLEMS)) {
            return "";
        }
        int slash = path.indexOf('/', PROBLEMS.length());
        return path.substring(PROBLEMS.length(), slash < 0 ? path.length() : slash);
    }

    private static String pathOf(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static String resource(String name) {
        try (InputStream in = Api.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + Api.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the resource " + name, e);
        }
    }
}
