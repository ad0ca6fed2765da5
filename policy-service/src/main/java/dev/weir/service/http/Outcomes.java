package dev.weir.service.http;

import dev.weir.rl.decision.DecisionId;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.wire.OutcomeJson;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.json.Json;
import dev.weir.service.security.Bounds;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Outcomes over HTTP: accepted once the log has them. */
final class Outcomes {
    private static final long AHEAD_MILLIS = 3_600_000; // brokers refuse stamps more than an hour ahead

    private final Bounds bounds;

    Outcomes(Bounds bounds) {
        this.bounds = bounds;
    }

    void one(Call call, ProblemService service) {
        call.body(
                bounds.body(),
                body -> write(
                        service,
                        call.trace(),
                        now -> OutcomeJson.read(body, now, service.reader().observations()),
                        Reply.to(call)));
    }

    void batch(Call call, ProblemService service) {
        call.body(
                bounds.batch(),
                body -> call.aside(() -> {
                    long now = service.now();
                    List<Object> items = new ArrayList<>();
                    int n = BatchReader.read(
                            body,
                            "outcomes",
                            (parser, i) -> items.add(OutcomeJson.read(
                                    parser,
                                    "outcomes[" + i + "]",
                                    now,
                                    service.reader().observations())),
                            (refusal, i) -> items.add(refusal));
                    Results results = new Results(call, n);
                    for (int i = 0; i < n; i++) {
                        int index = i;
                        if (items.get(i) instanceof Outcome outcome) {
                            write(
                                    service,
                                    call.trace(),
                                    ignored -> outcome,
                                    new Reply(
                                            json -> results.put(index, json),
                                            problem -> results.refuse(index, problem)));
                        } else if (items.get(i) instanceof Refusal refusal) {
                            results.refuse(index, ProblemBody.of(refusal));
                        }
                    }
                }));
    }

    /** Activates a deferred decision. */
    void activation(Call call, ProblemService service, String decision) {
        if (!DecisionId.isWellFormed(decision)) {
            call.fail(ProblemBody.notFound("no decision '" + decision + "'"));
            return;
        }
        call.body(bounds.body(), body -> {
            if (!new String(body, StandardCharsets.UTF_8).replaceAll("\\s", "").matches("(\\{})?")) {
                throw new Refusal("activation", "a body", "no body, or {}");
            }
            write(
                    service,
                    call.trace(),
                    now -> new Outcome(decision, "activation", now, Map.of(), true, false, null, false),
                    Reply.to(call));
        });
    }

    /** How one outcome is answered. */
    private record Reply(Consumer<String> accepted, Consumer<ProblemBody> refused) {
        static Reply to(Call call) {
            return new Reply(json -> call.reply(202, json), call::fail);
        }
    }

    private static void write(ProblemService service, Trace trace, ProblemService.OutcomeSource source, Reply reply) {
        AtomicReference<Outcome> written = new AtomicReference<>(new Outcome());
        try {
            boolean room = service.outcome(
                    now -> {
                        Outcome outcome = checked(source.at(now));
                        written.set(outcome);
                        return outcome;
                    },
                    trace,
                    failure -> tell(reply, Objects.requireNonNull(written.get()), failure));
            if (!room) {
                reply.refused().accept(ProblemBody.unavailable("the log's buffer is full"));
            }
        } catch (Refusal e) {
            reply.refused().accept(ProblemBody.of(e));
        }
    }

    private static void tell(Reply reply, Outcome outcome, @Nullable Exception failure) {
        if (failure != null) {
            reply.refused().accept(ProblemBody.unavailable("the log did not take the outcome"));
            return;
        }
        reply.accepted()
                .accept(new Json()
                        .object()
                        .field("outcomeId", outcome.getOutcomeId())
                        .field("decision", outcome.getDecision())
                        .end()
                        .toString());
    }

    private static Outcome checked(Outcome outcome) {
        if (outcome.getTime() > System.currentTimeMillis() + AHEAD_MILLIS) {
            throw new Refusal("at", outcome.getTime(), "a time at most an hour ahead");
        }
        return outcome;
    }
}
