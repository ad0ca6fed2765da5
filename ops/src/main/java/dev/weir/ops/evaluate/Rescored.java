package dev.weir.ops.evaluate;

import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.RewardFormula;
import java.util.Comparator;
import java.util.List;

/** Transitions' rewards by another formula, from the outcomes that they folded in; defaults stay as they are. Immutable. */
final class Rescored {
    private final RewardFormula formula;
    private final Aggregate aggregate;

    Rescored(ProblemFile file, String formula) {
        this.formula = RewardFormula.parse(formula);
        this.aggregate = file.reward().aggregate();
    }

    double reward(Transition transition) {
        List<Contribution> all = transition.getContributions();
        if (transition.getDefaulted() || all.isEmpty()) {
            return transition.getReward();
        }
        double[] rewards = all.stream()
                .sorted(Comparator.comparingLong(Contribution::getTime).thenComparing(Contribution::getOutcomeId))
                .mapToDouble(c -> formula.apply(c.getMetrics()))
                .toArray();
        double sum = 0;
        double least = rewards[0];
        double greatest = rewards[0];
        for (double reward : rewards) {
            sum += reward;
            least = Math.min(least, reward);
            greatest = Math.max(greatest, reward);
        }
        return switch (aggregate) {
            case FIRST -> rewards[0];
            case LAST -> rewards[rewards.length - 1];
            case SUM -> sum;
            case MEAN -> sum / rewards.length;
            case MIN -> least;
            case MAX -> greatest;
        };
    }
}
