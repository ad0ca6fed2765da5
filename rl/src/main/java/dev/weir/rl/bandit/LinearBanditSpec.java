package dev.weir.rl.bandit;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import java.util.List;

/**
 * Configuration of the linear contextual bandit.
 *
 * @param interactions terms of the model: each a list of names (context features, candidate features, {@code action})
 *                     whose encodings are multiplied; empty: a sensible default for the action space
 * @param hinges       knots of the piecewise-linear basis of {@code action} where actions are quantities; 0: linear and quadratic
 * @param ridge        λ > 0 in units of the rescaled features
 * @param forgetting   weight in (0, 1] by which each new transition scales all older ones; 1: never forgets
 * @param exploration  how probabilities come of estimates
 */
public record LinearBanditSpec(
        List<List<String>> interactions, int hinges, double ridge, double forgetting, Exploration exploration)
        implements LearnerSpec {
    public LinearBanditSpec {
        interactions = interactions.stream().map(List::copyOf).toList();
    }

    @Override
    public String algorithm() {
        return "linear";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return new LinearBandit(this, problem, seed);
    }

    /** Exploration of a linear model; floor is the least probability mass spread evenly over the allowed actions. */
    public sealed interface Exploration {
        /** Mass in [0, 1) spread evenly over the allowed actions. */
        double floor();

        /** The share of {@code draws} posterior draws in which an action is best; scale multiplies the residual's deviation. */
        record Thompson(int draws, double scale, double floor) implements Exploration {}

        /** The action with the greatest upper bound; alpha multiplies the residual's deviation. */
        record LinUcb(double alpha, double floor) implements Exploration {}

        /** The action with the greatest estimate. */
        record EpsilonGreedy(double floor) implements Exploration {}
    }
}
