package dev.weir.service.http;

import dev.weir.service.serve.ProblemService;

/** Tells why a decision was made. Called on a worker's thread. */
@FunctionalInterface
interface Explanations {
    /** Answers the call. */
    void explain(Call call, ProblemService service, String decision);
}
