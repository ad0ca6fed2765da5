package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import java.util.List;

/**
 * How rewards of several outcomes become one. The first reward is where each aggregate starts, never 0: rewards may all be
 * negative. NaN stands for "none".
 */
final class Rewards {
    private Rewards() {}

    /** Reward of what came inside the window. */
    static double inside(Aggregate aggregate, List<Gathered> ordered) {
        return of(aggregate, ordered, false);
    }

    /** Reward of what came inside the window and of what is on late-outcomes. */
    static double withLate(Aggregate aggregate, List<Gathered> ordered) {
        return of(aggregate, ordered, true);
    }

    private static double of(Aggregate aggregate, List<Gathered> ordered, boolean late) {
        double result = Double.NaN;
        int count = 0;
        for (int i = 0; i < ordered.size(); i++) {
            Gathered g = ordered.get(i);
            if (g.rewarded() && (g.place == Place.INSIDE || late && g.place == Place.LATE)) {
                result = count == 0 ? g.reward : folded(aggregate, result, g.reward);
                count++;
            }
        }
        return aggregate == Aggregate.MEAN ? result / count : result;
    }

    private static double folded(Aggregate aggregate, double before, double next) {
        return switch (aggregate) {
            case FIRST -> before;
            case LAST -> next;
            case SUM, MEAN -> before + next;
            case MIN -> Math.min(before, next);
            case MAX -> Math.max(before, next);
        };
    }
}
