package dev.weir.service.http;

import dev.weir.service.serve.ProblemService;

/** Answers why a decision was made. */
final class ExplainDecision implements Explanations {
    @Override
    public void explain(Call call, ProblemService service, String decision) {
        call.fail(ProblemBody.notFound("no decision '" + decision + "'"));
    }
}
