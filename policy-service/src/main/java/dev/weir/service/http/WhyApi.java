package dev.weir.service.http;

import dev.weir.rl.decision.DecisionId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.index.UnitQuery;
import dev.weir.service.json.Json;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.why.Explanation;
import dev.weir.service.why.WhyDesk;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions were made for a unit, and why one was made: {@code GET decisions} and {@code GET decisions/<id>}. They are
 * looked up on a few threads of their own: however many ask, and however long Kafka takes, no decision waits for them.
 */
final class WhyApi {
    private static final String HTML = "text/html; charset=utf-8";

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 64;

    private final Api.Problems problems;
    private final WorkerExecutor threads;
    private final AtomicInteger waiting = new AtomicInteger();

    WhyApi(Vertx vertx, Api.Problems problems) {
        this.problems = problems;
        this.threads = vertx.createSharedWorkerExecutor("weir-why", THREADS); // one for all event loops
    }

    /** True if the call is one of these; it is answered then. */
    boolean answers(Call call, String problem, String rest) {
        boolean list = rest.equals("decisions");
        boolean one = rest.startsWith("decisions/") && rest.indexOf('/', "decisions/".length()) < 0;
        ProblemService service = problems.running().get(problem);
        WhyDesk desk = problems.desks().get(problem);
        if (call.request().method() != HttpMethod.GET || !list && !one || service == null && desk == null) {
            return false;
        } else if (desk == null) {
            call.fail(ProblemBody.unavailable(
                    "this process keeps no index of decisions: ask one that runs the part explain"));
        } else if (list) {
            UnitQuery query;
            try {
                query = UnitQueryReader.read(call.request());
            } catch (Refusal e) {
                call.fail(ProblemBody.ofQuery(e));
                return true;
            }
            lookUp(call, () -> list(call, desk, query));
        } else {
            String id = rest.substring("decisions/".length());
            lookUp(call, () -> one(call, service, desk, id));
        }
        return true;
    }

    private void lookUp(Call call, Runnable look) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            call.fail(ProblemBody.unavailable("too many ask why at once"));
            return;
        }
        call.aside(threads, () -> {
            try {
                look.run();
            } catch (KafkaException e) {
                call.fail(ProblemBody.unavailable("the log could not be read: " + e.getMessage()));
            } finally {
                waiting.decrementAndGet();
            }
        });
    }

    private static void one(Call call, @Nullable ProblemService service, WhyDesk desk, String id) {
        if (!DecisionId.isWellFormed(id)) {
            call.fail(ProblemBody.notFound("no decision '" + id + "': an id is 16 hex digits, '-', 32 hex digits"));
            return;
        }
        Optional<Decision> recent = service == null ? Optional.empty() : service.recent(id);
        Optional<Explanation> found = desk.explain(new DecisionId(id), recent);
        if (found.isEmpty()) {
            call.fail(ProblemBody.notFound("no decision '" + id + "' in the log, or retention took it"));
        } else if (Accepted.html(call.request().getHeader("Accept"))) {
            call.page(HTML, found.get().page());
        } else {
            call.reply(200, found.get().json());
        }
    }

    private static void list(Call call, WhyDesk desk, UnitQuery query) {
        WhyDesk.Page page = desk.find(query);
        Json json = new Json().object().key("decisions").list();
        page.decisions().forEach(d -> row(json, d));
        json.endList().field("next", page.next() == null ? null : page.next().toString());
        call.reply(200, json.field("behind", page.behind()).end().toString());
    }

    private static void row(Json json, Decision d) {
        json.object().field("decision", d.getId()).field("time", d.getTime());
        json.field("unit", d.getUnit()).field("callerId", d.getCallerId());
        json.field("action", d.getAction()).field("propensity", d.getPropensity());
        json.field("variant", d.getVariant()).field("track", d.getTrack());
        json.field("version", d.getTrack() == null ? null : d.getEpoch() + "." + d.getVersion());
        json.field("fallback", d.getFallback()).field("limited", d.getLimited());
        json.field("elsewhere", d.getElsewhere()).end();
    }
}
