package dev.weir.ops.evaluate;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of actions over a whole log: declared ones as they are declared, candidates by id in order of appearance; where
 * there are more than 2,048 ids, by place among the allowed ones. Confined to one thread.
 */
final class LogActions {
    private static final int MOST = 2048;

    private final DecisionProblem problem;
    private final boolean candidates;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private int longest;
    private double[] spread = {};

    LogActions(DecisionProblem problem) {
        this.problem = problem;
        this.candidates = problem.actions() instanceof ActionSpace.Candidates;
        this.longest = candidates ? 0 : problem.actionCount(new Situation(Features.NONE, List.of(), null));
    }

    /** Learns the candidates of a row. */
    void learn(Situation situation) {
        if (candidates) {
            longest = Math.max(longest, problem.allowedCount(situation));
            for (int i = 0; ids.size() <= MOST && i < situation.candidates().size(); i++) {
                ids.putIfAbsent(situation.candidates().get(i).id(), ids.size());
            }
        }
    }

    /** Whether a number is always the same action. */
    boolean numbered() {
        return !candidates || ids.size() <= MOST;
    }

    int count() {
        return candidates && ids.size() <= MOST ? ids.size() : longest;
    }

    /** Number of the action at a place among the allowed ones. */
    int index(Situation situation, int place) {
        if (candidates && ids.size() > MOST) {
            return place;
        }
        int index = problem.actionIndex(situation, place);
        return candidates ? ids.getOrDefault(situation.candidates().get(index).id(), 0) : index;
    }

    /** Probabilities by number; the array is used again. */
    double[] spread(Situation situation, double[] pmf) {
        if (spread.length != count()) {
            spread = new double[count()];
        }
        Arrays.fill(spread, 0);
        for (int i = 0; i < pmf.length; i++) {
            spread[index(situation, i)] += pmf[i];
        }
        return spread;
    }
}
