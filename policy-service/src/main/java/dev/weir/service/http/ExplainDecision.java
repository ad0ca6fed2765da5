package dev.weir.service.http;

import dev.weir.rl.decision.DecisionId;
import dev.weir.service.serve.ProblemService;
import dev.weir.service.why.Explanation;
import dev.weir.service.why.Why;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Answers why a decision was made, out of the log. */
final class ExplainDecision implements Explanations {
    private static final Duration AT_MOST = Duration.ofSeconds(15);

    @Override
    public void explain(Call call, ProblemService service, String decision) {
        if (!DecisionId.isWellFormed(decision)) {
            call.fail(ProblemBody.notFound("no decision '" + decision + "'"));
            return;
        }
        try {
            Optional<Explanation> found = Why.of(
                    service.file(), new DecisionId(decision), AT_MOST, service.store()::find, service.recent(decision));
            if (found.isPresent()) {
                call.reply(200, found.get().json());
            } else {
                call.fail(ProblemBody.notFound("no decision '" + decision + "' in the log"));
            }
        } catch (KafkaException e) {
            call.fail(ProblemBody.unavailable("the log could not be searched: " + e.getMessage()));
        }
    }
}
