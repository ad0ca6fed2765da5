package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.serve.Answer;
import dev.weir.service.serve.Ask;
import dev.weir.service.serve.ProblemService;
import java.util.ArrayList;
import java.util.List;

/** Decisions over HTTP, one or many. */
final class Decisions {
    void one(Call call, ProblemService service) {
        call.body(Api.MAX_BODY, body -> service.decide(service.reader().read(body), call::answer));
    }

    /** On a worker's thread: many decisions must not hold up others. */
    void batch(Call call, ProblemService service) {
        call.body(
                Api.MAX_BATCH,
                body -> call.aside(() -> {
                    List<Object> items = new ArrayList<>();
                    int n = BatchReader.read(
                            body,
                            "requests",
                            (parser, i) -> items.add(service.reader().read(parser, "requests[" + i + "].")),
                            (refusal, i) -> items.add(refusal));
                    Results results = new Results(call, n);
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
