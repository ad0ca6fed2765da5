package dev.weir.ingestion.join;

import dev.weir.rl.feature.FeatureSchema;
import dev.weir.schemas.problem.ProblemFile;
import org.jspecify.annotations.Nullable;

/**
 * How a problem wants the decisions of one unit chained.
 *
 * @param timeout  milliseconds from a decision's time on after which its next step is no longer waited for
 * @param discount γ of one step
 * @param observed true: features alone are a situation, so that a last observation can stand for the next one
 * @param numbers  how many numbers a last observation has
 * @param texts    how many texts
 */
record EpisodeRules(long timeout, double discount, boolean observed, int numbers, int texts) {
    static @Nullable EpisodeRules of(ProblemFile file) {
        if (file.episodes() == null) {
            return null;
        }
        FeatureSchema context = file.decision().context();
        return new EpisodeRules(
                file.episodes().timeout().toMillis(),
                file.discount(),
                file.observations() != null,
                context.numbers(),
                context.texts());
    }
}
