package dev.weir.ops.evaluate;

import dev.weir.evaluation.model.BehaviourPolicy;
import dev.weir.evaluation.model.LoggedRows;
import dev.weir.evaluation.model.Weighting;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Propensities of a log: its own, or a guess where it has none, which is said loudly. Confined to one thread. */
final class Propensities {
    private static final int MOST_NUMBERS = 20_000_000;
    private static final double FLOOR = 1e-3;

    private final double @Nullable [] guesses;
    private int next;

    private Propensities(double @Nullable [] guesses) {
        this.guesses = guesses;
    }

    static Propensities of(EvaluationLog log, DecisionProblem problem, Settings settings, Progress progress) {
        if (log.hasPropensities()) {
            return new Propensities(null);
        }
        if (problem.actions() instanceof ActionSpace.Candidates) {
            throw new IllegalArgumentException(
                    "the log has no propensities, and they are guessed for declared actions only");
        }
        PairFeatures features = new PairFeatures(problem);
        List<double[]> contexts = new ArrayList<>();
        List<int[]> actions = new ArrayList<>();
        List<long[]> units = new ArrayList<>();
        progress.begin("guessing propensities");
        log.read(
                row -> {
                    if ((long) contexts.size() * features.contextWidth() > MOST_NUMBERS) {
                        throw new IllegalArgumentException(
                                row.where() + ": the log has no propensities and is too long to guess"
                                        + " them; evaluate a part of it");
                    }
                    double[] context = new double[features.contextWidth()];
                    features.begin(row.situation());
                    features.writeContext(context, 0);
                    contexts.add(context);
                    actions.add(new int[] {problem.actionIndex(row.situation(), row.place())});
                    units.add(new long[] {row.unit()});
                    progress.row();
                },
                progress::share);
        progress.end();
        int n = contexts.size();
        int width = features.contextWidth();
        double[] flat = new double[n * width];
        int[] action = new int[n];
        long[] unit = new long[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(contexts.get(i), 0, flat, i * width, width);
            action[i] = actions.get(i)[0];
            unit[i] = units.get(i)[0];
        }
        LoggedRows rows = new LoggedRows(flat, width, action, new double[n], Weighting.equal(n), unit);
        int count = problem.actionCount(new Situation(Features.NONE, List.of(), null));
        return new Propensities(
                new BehaviourPolicy(1, FLOOR, settings.foldsOfRows(), settings.seed()).propensities(rows, count));
    }

    /** The row, with a guess where its log has no propensity; rows come in the order of the log, pass after pass. */
    LogRow complete(LogRow row) {
        if (guesses == null) {
            return row;
        }
        LogRow complete = row.withPropensity(guesses[next]);
        next = (next + 1) % guesses.length;
        return complete;
    }

    /** What must be said, or null. */
    @Nullable
    String warning() {
        return guesses == null
                ? null
                : "THE LOG HAS NO PROPENSITIES. They are guessed by a regression of the action on the features: every"
                        + " number here is wrong if what logged saw more than these features, or chose by another form of"
                        + " rule. Log propensities.";
    }
}
