package dev.weir.service.http;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.service.json.Json;
import dev.weir.service.policystore.Served;
import dev.weir.service.security.Role;
import dev.weir.service.serve.ProblemService;
import io.vertx.core.http.HttpMethod;

/** Routes of the Open Inference Protocol v2: problems as models. */
final class Models {
    static final String PATH = "/v2";

    private static final String MODELS = "/v2/models/";

    private final Api.Problems problems;
    private final Inference inference;

    Models(Api.Problems problems, Inference inference) {
        this.problems = problems;
        this.inference = inference;
    }

    /** The problem that a path is about, or {@code ""}. */
    static String problemOf(String path) {
        if (!path.startsWith(MODELS)) {
            return "";
        }
        int slash = path.indexOf('/', MODELS.length());
        return path.substring(MODELS.length(), slash < 0 ? path.length() : slash);
    }

    void route(Call call, String path, String problem) {
        if (path.equals("/v2/health/live") || path.equals("/v2/health/ready")) {
            if (call.is(HttpMethod.GET)) {
                boolean ready = path.endsWith("live") || problems.ready();
                call.reply(ready ? 200 : 503, "{\"" + (path.endsWith("live") ? "live" : "ready") + "\":" + ready + "}");
            }
            return;
        } else if (path.equals(PATH) || path.equals("/v2/")) {
            if (call.is(HttpMethod.GET)) {
                call.reply(200, "{\"name\":\"weir\",\"version\":\"1\",\"extensions\":[]}");
            }
            return;
        }
        String rest = path.substring(Math.min(path.length(), MODELS.length() + problem.length()));
        boolean infer = rest.equals("/infer");
        if (!problems.entrance().admits(call, problem, infer ? Role.DECIDE : Role.OBSERVE)) {
            return;
        }
        ProblemService service = problems.running().get(problem);
        if (service == null) {
            call.fail(ProblemBody.notFound("no model '" + problem + "'; models are the problems"));
        } else if (infer) {
            if (call.is(HttpMethod.POST)) {
                inference.infer(call, service);
            }
        } else if (rest.isEmpty()) {
            if (call.is(HttpMethod.GET)) {
                call.reply(200, metadata(service));
            }
        } else if (rest.equals("/ready")) {
            if (call.is(HttpMethod.GET)) {
                boolean ready = service.ready();
                Json json = new Json().object().field("name", problem).field("ready", ready);
                call.reply(ready ? 200 : 503, json.end().toString());
            }
        } else {
            call.fail(ProblemBody.notFound("no such path; /openapi.json says which there are"));
        }
    }

    private static String metadata(ProblemService service) {
        Json json = new Json().object().field("name", service.file().name());
        json.key("versions").list();
        Served served = service.store().served(service.file().serve());
        if (served != null) {
            json.value(served.version().toString());
        }
        json.endList().field("platform", "weir").key("inputs").list();
        tensor(json, "unit", "BYTES", 1);
        if (service.file().episodes() != null) {
            tensor(json, "step", "INT64", 1);
        }
        for (FeatureSpec spec : service.file().decision().context().specs()) {
            tensor(
                    json,
                    spec.name(),
                    spec instanceof FeatureSpec.Numeric ? "FP64" : "BYTES",
                    spec instanceof FeatureSpec.Numeric n ? n.size() : 1);
        }
        json.endList().key("outputs").list();
        tensor(json, "action", "BYTES", 1);
        tensor(json, "propensity", "FP64", 1);
        tensor(json, "decision", "BYTES", 1);
        tensor(json, "fallback", "BOOL", 1);
        json.endList();
        if (service.file().decision().actions() instanceof ActionSpace.Candidates) {
            json.field("note", "candidates come with the request: ask /v1/problems instead");
        }
        return json.end().toString();
    }

    private static void tensor(Json json, String name, String type, int columns) {
        json.object()
                .field("name", name)
                .field("datatype", type)
                .key("shape")
                .list()
                .raw("-1");
        if (columns > 1) {
            json.raw(Integer.toString(columns));
        }
        json.endList().end();
    }
}
