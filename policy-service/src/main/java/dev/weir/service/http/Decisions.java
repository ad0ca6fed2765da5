package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.rollout.Chooser;
import dev.weir.service.security.Bounds;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.Ask;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.trace.Spans;
import dev.weir.service.trace.Trace;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Decisions over HTTP, one or many. */
final class Decisions {
    private static final Answer LATE = new Answer.Unavailable(
            "the log has not taken the decision in time; the same request again is told once it has");
    private static final Answer TOO_LATE =
            new Answer.Unavailable("the request's own deadline passed before it was decided");

    private final Vertx vertx;
    private final long replyMillis;
    private final Bounds bounds;
    private final Spans spans;

    Decisions(Vertx vertx, Duration replyWithin, Bounds bounds, Spans spans) {
        this.vertx = vertx;
        this.bounds = bounds;
        this.spans = spans;
        this.replyMillis = replyWithin.toMillis();
    }

    void one(Call call, ProblemService service) {
        long deadline = Deadlines.nanos(call.request(), replyMillis);
        call.body(
                bounds.body(),
                body -> decide(call, service, service.reader().read(body), service.rollouts(), deadline, call::answer));
    }

    /** Decides within the deadline; the receiver is told once. */
    void decide(Call call, ProblemService service, Ask ask, Chooser chooser, long deadline, Answer.Receiver receiver) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            receiver.receive(TOO_LATE);
            return;
        }
        if (!spans.enabled()) {
            decide(service, ask, call.trace(), chooser, left, receiver);
            return;
        }
        Spans.Open span = spans.begin("decide", service.file().name(), call.trace());
        Answer.Receiver traced = answer -> {
            end(span, answer);
            receiver.receive(answer);
        };
        try {
            decide(service, ask, span.trace(), chooser, left, traced);
        } catch (Refusal e) {
            span.end("refused");
            throw e;
        }
    }

    private void decide(
            ProblemService service, Ask ask, Trace trace, Chooser chooser, long millis, Answer.Receiver receiver) {
        if (service.beforeReply()) {
            inTime(millis, receiver, told -> service.decide(ask, trace, chooser, told));
        } else {
            service.decide(ask, trace, chooser, receiver);
        }
    }

    private static void end(Spans.Open span, Answer answer) {
        if (answer instanceof Answer.Decided decided) {
            span.with("weir.decision", decided.reply().decision())
                    .with("weir.version", decided.reply().version())
                    .with("weir.variant", decided.reply().variant())
                    .end(null);
        } else {
            span.end(answer.getClass().getSimpleName());
        }
    }

    /** Answers once: what comes after the caller was told to try again is not said to anybody. */
    private void inTime(long millis, Answer.Receiver receiver, Consumer<Answer.Receiver> work) {
        AtomicBoolean told = new AtomicBoolean();
        long timer = vertx.setTimer(millis, ignored -> {
            if (told.compareAndSet(false, true)) {
                receiver.receive(LATE);
            }
        });
        try {
            work.accept(answer -> {
                if (told.compareAndSet(false, true)) {
                    vertx.cancelTimer(timer);
                    receiver.receive(answer);
                }
            });
        } catch (RuntimeException e) {
            told.set(true);
            vertx.cancelTimer(timer);
            throw e;
        }
    }

    /** On a worker's thread: many decisions must not hold up others. All are made at one moment, by one version. */
    void batch(Call call, ProblemService service) {
        long deadline = Deadlines.nanos(call.request(), replyMillis);
        call.body(
                bounds.batch(),
                body -> call.aside(() -> {
                    List<Object> items = new ArrayList<>();
                    int n = BatchReader.read(
                            body,
                            "requests",
                            (parser, i) -> items.add(service.reader().read(parser, "requests[" + i + "].")),
                            (refusal, i) -> items.add(refusal));
                    Results results = new Results(call, n);
                    Chooser moment = service.rollouts().moment();
                    if (service.beforeReply()) {
                        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
                        vertx.setTimer(left, ignored -> results.refuseRest(Call.problem(LATE)));
                    }
                    for (int i = 0; i < n; i++) {
                        int index = i;
                        if (items.get(i) instanceof Refusal refusal) {
                            results.refuse(index, ProblemBody.of(refusal));
                        } else if (deadline - System.nanoTime() <= 0) {
                            results.refuse(index, Call.problem(TOO_LATE));
                        } else if (items.get(i) instanceof Ask ask) {
                            item(service, ask, call.trace(), moment, index, results);
                        }
                    }
                }));
    }

    private static void item(ProblemService service, Ask ask, Trace trace, Chooser moment, int index, Results results) {
        try {
            service.decide(ask, trace, moment, answer -> {
                if (answer instanceof Answer.Decided decided) {
                    results.put(index, Call.json(decided.reply()));
                } else {
                    results.refuse(index, Call.problem(answer));
                }
            });
        } catch (Refusal e) {
            results.refuse(index, ProblemBody.of(e));
        }
    }
}
