package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.security.Bounds;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.Ask;
import dev.weir.service.serve.ProblemService;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Decisions over HTTP, one or many. */
final class Decisions {
    private static final Answer LATE = new Answer.Unavailable(
            "the log has not taken the decision in time; the same request again is told once it has");

    private final Vertx vertx;
    private final long replyMillis;
    private final Bounds bounds;

    Decisions(Vertx vertx, Duration replyWithin, Bounds bounds) {
        this.vertx = vertx;
        this.bounds = bounds;
        this.replyMillis = replyWithin.toMillis();
    }

    void one(Call call, ProblemService service) {
        call.body(bounds.body(), body -> {
            Ask ask = service.reader().read(body);
            if (service.beforeReply()) {
                inTime(call, receiver -> service.decide(ask, receiver));
            } else {
                service.decide(ask, call::answer);
            }
        });
    }

    /** Answers once: what comes after the caller was told to try again is not said to anybody. */
    private void inTime(Call call, Consumer<Answer.Receiver> work) {
        AtomicBoolean told = new AtomicBoolean();
        long timer = vertx.setTimer(replyMillis, ignored -> {
            if (told.compareAndSet(false, true)) {
                call.answer(LATE);
            }
        });
        try {
            work.accept(answer -> {
                if (told.compareAndSet(false, true)) {
                    vertx.cancelTimer(timer);
                    call.answer(answer);
                }
            });
        } catch (RuntimeException e) {
            told.set(true);
            vertx.cancelTimer(timer);
            throw e;
        }
    }

    /** On a worker's thread: many decisions must not hold up others. */
    void batch(Call call, ProblemService service) {
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
                    if (service.beforeReply()) {
                        vertx.setTimer(
                                replyMillis,
                                ignored -> results.rest(Call.problem(LATE).json()));
                    }
                    for (int i = 0; i < n; i++) {
                        int index = i;
                        if (items.get(i) instanceof Ask ask) {
                            decide(service, ask, index, results);
                        } else if (items.get(i) instanceof Refusal refusal) {
                            results.put(index, ProblemBody.of(refusal).json());
                        }
                    }
                }));
    }

    private static void decide(ProblemService service, Ask ask, int index, Results results) {
        try {
            service.decide(
                    ask,
                    answer -> results.put(
                            index,
                            answer instanceof Answer.Decided decided
                                    ? Call.json(decided.reply())
                                    : Call.problem(answer).json()));
        } catch (Refusal e) {
            results.put(index, ProblemBody.of(e).json());
        }
    }
}
