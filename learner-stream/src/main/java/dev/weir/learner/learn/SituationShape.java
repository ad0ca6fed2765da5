package dev.weir.learner.learn;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import org.jspecify.annotations.Nullable;

/** How many numbers and texts a problem's situations have: what algorithms rely on, and a foreign writer may not know. */
final class SituationShape {
    private final Counts context;
    private final @Nullable Counts candidate;

    private record Counts(int numbers, int texts) {
        Counts(FeatureSchema schema) {
            this(schema.numbers(), schema.texts());
        }

        void check(String field, Features features) {
            if (features.numbers().length != numbers) {
                throw new IllegalArgumentException(field + ".numbers must be " + numbers
                        + " in the problem in force, were " + features.numbers().length);
            }
            if (features.texts().length != texts) {
                throw new IllegalArgumentException(field + ".texts must be " + texts + " in the problem in force, were "
                        + features.texts().length);
            }
        }
    }

    SituationShape(DecisionProblem problem) {
        context = new Counts(problem.context());
        candidate = problem.actions() instanceof ActionSpace.Candidates c ? new Counts(c.features()) : null;
    }

    /** @throws IllegalArgumentException naming the field, its value and the expectation */
    void check(Experience experience) {
        check("decision.situation", experience.situation());
        Situation next = experience.next();
        if (next != null) {
            check("next", next);
        }
    }

    private void check(String field, Situation situation) {
        context.check(field + ".features", situation.features());
        if (candidate != null) {
            int i = 0;
            for (Candidate c : situation.candidates()) {
                candidate.check(field + ".candidates[" + i++ + "].features", c.features());
            }
        }
    }
}
