package dev.weir.learner.learn;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Values;

/**
 * What a decision teaches one who is to do what the caller's rule does: in half of the decisions that the rule's action is
 * worth 1, in the others that any of the allowed ones is worth 1 if it is the rule's and else 0. The value of an action is
 * then the probability that the rule does it. What was served, and what came of it, plays no part.
 */
final class Imitation {
    private static final long STREAM = 0x696d6974617465L; // "imitate"

    private Imitation() {}

    /**
     * The experience of a decision, by its id alone.
     *
     * @throws IllegalArgumentException if it does not say what the rule would do
     */
    static Experience of(Transition transition, DecisionProblem problem, long seed) {
        Decision decision = transition.getDecision();
        Situation situation = Values.value(decision.getSituation());
        String rule = decision.getBaselineAction();
        if (rule == null && decision.getElsewhere()) {
            rule = decision.getAction();
        }
        int action = rule == null ? -1 : problem.indexOf(situation, rule);
        if (action < 0) {
            throw new IllegalArgumentException(
                    "decision.baselineAction must be one of the situation's actions, for the track"
                            + " learns the rule, was '" + rule + "'");
        }
        long bits = CounterRandom.bits(seed, STREAM, new DecisionId(decision.getId()).bits());
        int count = problem.allowedCount(situation);
        boolean told = CounterRandom.uniform(bits, STREAM, 0) < 0.5;
        int shown =
                told ? action : problem.actionIndex(situation, (int) (CounterRandom.uniform(bits, STREAM, 1) * count));
        double propensity = (shown == action ? 0.5 : 0) + 0.5 / count;
        Long step = decision.getStep();
        return new Experience(
                situation,
                shown,
                propensity,
                shown == action ? 1 : 0,
                0,
                null,
                new UnitId(decision.getUnit()).hash(),
                step == null ? 0 : step);
    }
}
