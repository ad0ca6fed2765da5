package dev.weir.ops.drift;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transition tells the watcher.
 *
 * @param action  index into the situation's actions
 * @param place   of the action among the allowed ones, which the pmf runs over
 * @param delay   milliseconds from the decision to its first outcome; negative: it had none
 */
record Observed(
        Decision decision, Situation situation, int action, int place, double reward, boolean defaulted, long delay) {
    /** Null where the action is none of the situation's. */
    static @Nullable Observed of(Transition transition, DecisionProblem problem) {
        Decision decision = transition.getDecision();
        Situation situation = Values.value(decision.getSituation());
        int action = problem.indexOf(situation, decision.getAction());
        if (action < 0) {
            return null;
        }
        int place = -1;
        for (int i = 0; i < problem.allowedCount(situation) && place < 0; i++) {
            place = problem.actionIndex(situation, i) == action ? i : -1;
        }
        return new Observed(
                decision,
                situation,
                action,
                place,
                transition.getReward(),
                transition.getDefaulted(),
                delay(decision.getTime(), transition.getContributions()));
    }

    private static long delay(long decided, List<Contribution> contributions) {
        long first = Long.MAX_VALUE;
        for (Contribution contribution : contributions) {
            first = Math.min(first, contribution.getTime());
        }
        return contributions.isEmpty() ? -1 : Math.max(0, first - decided);
    }

    long time() {
        return decision.getTime();
    }

    String version() {
        return decision.getTrack() == null ? "" : decision.getEpoch() + "." + decision.getVersion();
    }
}
