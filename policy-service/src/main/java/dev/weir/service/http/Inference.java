package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.json.Json;
import dev.weir.service.rollout.Chooser;
import dev.weir.service.security.Bounds;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.Ask;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.serve.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** {@code /v2/models/<problem>/infer}: decisions as a model server's clients ask for them. */
final class Inference {
    private final Decisions decisions;
    private final Bounds bounds;
    private final long replyMillis;

    Inference(Decisions decisions, Bounds bounds, Duration replyWithin) {
        this.decisions = decisions;
        this.bounds = bounds;
        this.replyMillis = replyWithin.toMillis();
    }

    void infer(Call call, ProblemService service) {
        if (call.request().getHeader("Inference-Header-Content-Length") != null) {
            call.refuseUnread(ProblemBody.of(415, "encoding", "Binary tensors are not read", "send tensors as JSON"));
            return;
        }
        long deadline = Deadlines.nanos(call.request(), replyMillis);
        call.body(
                bounds.body(),
                body -> call.aside(() -> {
                    InferRequest request = InferRequest.read(body);
                    List<Ask> asks = new ArrayList<>(request.rows());
                    for (int i = 0; i < request.rows(); i++) {
                        asks.add(ask(service, request, i));
                    }
                    Rows rows = new Rows(call, service, request);
                    Chooser moment = service.rollouts().moment();
                    for (int i = 0; i < asks.size(); i++) {
                        int row = i;
                        try {
                            decisions.decide(
                                    call, service, asks.get(i), moment, deadline, answer -> rows.put(row, answer));
                        } catch (Refusal e) {
                            rows.refuse(e);
                            return;
                        }
                    }
                }));
    }

    private static Ask ask(ProblemService service, InferRequest request, int row) {
        try {
            return service.reader().read(request.row(row));
        } catch (Refusal e) {
            String field = e.field().startsWith("features.") ? e.field().substring(9) : e.field();
            throw new Refusal(request.rows() == 1 ? field : field + "[" + row + "]", e.value(), e.expected());
        }
    }

    /** Answers of the rows as they come, on any thread; the call is answered with the last, or with the first failure. */
    private static final class Rows {
        private final Call call;
        private final ProblemService service;
        private final InferRequest request;
        private final AtomicReferenceArray<Reply> replies;
        private final AtomicInteger left;

        Rows(Call call, ProblemService service, InferRequest request) {
            this.call = call;
            this.service = service;
            this.request = request;
            this.replies = new AtomicReferenceArray<>(request.rows());
            this.left = new AtomicInteger(request.rows());
        }

        void put(int row, Answer answer) {
            if (!(answer instanceof Answer.Decided decided)) {
                refuse(Call.problem(answer));
            } else if (replies.compareAndSet(row, null, decided.reply()) && left.decrementAndGet() == 0) {
                call.reply(200, json());
            }
        }

        void refuse(Refusal e) {
            refuse(ProblemBody.of(e));
        }

        private void refuse(ProblemBody problem) {
            if (left.getAndSet(-1) > 0) {
                call.fail(problem);
            }
        }

        private String json() {
            Json json = new Json().object().field("model_name", service.file().name());
            String version = replies.get(0).version();
            if (version != null) {
                json.field("model_version", version);
            }
            if (request.id() != null) {
                json.field("id", request.id());
            }
            json.key("outputs").list();
            output(json, "action", "BYTES", Reply::action);
            output(json, "propensity", "FP64", Reply::propensity);
            output(json, "decision", "BYTES", Reply::decision);
            output(json, "fallback", "BOOL", Reply::fallback);
            return json.endList().end().toString();
        }

        private void output(Json json, String name, String type, Function<Reply, Object> of) {
            json.object().field("name", name).field("datatype", type);
            json.key("shape").list().raw(Integer.toString(replies.length())).endList();
            json.key("data").list();
            for (int i = 0; i < replies.length(); i++) {
                Object value = of.apply(replies.get(i));
                if (value instanceof String text) {
                    json.value(text);
                } else {
                    json.raw(value.toString());
                }
            }
            json.endList().end();
        }
    }
}
