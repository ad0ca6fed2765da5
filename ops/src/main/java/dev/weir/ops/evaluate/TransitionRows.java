package dev.weir.ops.evaluate;

import dev.weir.ops.evaluate.LogRow.Chain;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Values;
import org.jspecify.annotations.Nullable;

/** Transitions of a problem as rows of a log. Immutable. */
final class TransitionRows {
    private final DecisionProblem problem;
    private final boolean episodes;
    private final long schema;
    private final @Nullable Rescored rescored;
    private final TimeRange range;

    TransitionRows(ProblemFile file, @Nullable Rescored rescored, TimeRange range) {
        this.problem = file.decision();
        this.episodes = file.episodes() != null;
        this.schema = problem.context().fingerprint();
        this.rescored = rescored;
        this.range = range;
    }

    /** The row, or null where it lies outside the range of time. */
    @Nullable
    LogRow row(Transition transition, String where) {
        Decision decision = transition.getDecision();
        if (!range.holds(decision.getTime())) {
            return null;
        }
        if (decision.getFeatureSchema() != schema) {
            throw new IllegalArgumentException(where + ": feature schema must be the problem's, "
                    + Long.toHexString(schema) + ", was " + Long.toHexString(decision.getFeatureSchema())
                    + ": the features changed; evaluate each stretch of the log under its own problem file"
                    + " (--from-offset, --to-offset, --since, --until)");
        }
        Situation situation = Values.value(decision.getSituation());
        checkCandidates(situation, where);
        int place = place(situation, decision.getAction());
        if (place < 0) {
            throw new IllegalArgumentException(
                    where + ": action must be one that the situation allows, was '" + decision.getAction() + "'");
        }
        double[] pmf =
                decision.getPmf().stream().mapToDouble(Double::doubleValue).toArray();
        return new LogRow(
                where,
                new UnitId(decision.getUnit()).hash(),
                situation,
                place,
                decision.getPropensity(),
                rescored == null ? transition.getReward() : rescored.reward(transition),
                pmf.length == problem.allowedCount(situation) ? pmf : new double[0],
                decision.getBaselineAction(),
                episodes ? chain(transition) : null);
    }

    private void checkCandidates(Situation situation, String where) {
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            for (Candidate candidate : situation.candidates()) {
                Features features = candidate.features();
                if (features.numbers().length != c.features().numbers()
                        || features.texts().length != c.features().texts()) {
                    throw new IllegalArgumentException(where + ": candidate '" + candidate.id() + "' has "
                            + features.numbers().length + " numbers and " + features.texts().length
                            + " texts, the problem's candidates have "
                            + c.features().numbers() + " and "
                            + c.features().texts());
                }
            }
        }
    }

    private static Chain chain(Transition transition) {
        Long step = transition.getDecision().getStep();
        return new Chain(
                step == null ? 0 : step,
                transition.getDiscount() == 0,
                transition.getTruncated(),
                transition.getNext() == null ? null : Values.value(transition.getNext()));
    }

    private int place(Situation situation, String action) {
        for (int i = 0; i < problem.allowedCount(situation); i++) {
            if (problem.actionId(situation, problem.actionIndex(situation, i)).equals(action)) {
                return i;
            }
        }
        return -1;
    }
}
