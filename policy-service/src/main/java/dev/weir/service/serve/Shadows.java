package dev.weir.service.serve;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Numbers;
import dev.weir.service.policystore.Served;
import dev.weir.service.rollout.Rollouts;
import org.jspecify.annotations.Nullable;

/** Lets a candidate decide beside a decision that is made already, with the draw it would have had. Immutable. */
final class Shadows {
    private final ProblemFile file;
    private final DecisionProblem problem;

    Shadows(ProblemFile file) {
        this.file = file;
        this.problem = file.decision();
    }

    /** What the candidate would have done where {@code served} was done; null: it failed, which harms nobody. */
    @Nullable
    Shadow beside(Decision served, DecisionId id, Situation situation, Rollouts.Trial trial) {
        try {
            return decide(served, id, situation, trial);
        } catch (RuntimeException e) {
            return null; // counted by ServiceMeters; a candidate is never the reason for an outage
        }
    }

    private Shadow decide(Decision served, DecisionId id, Situation situation, Rollouts.Trial trial) {
        Served version = trial.served();
        long seed = CounterRandom.bits(file.track(version.track()).seed(), id.bits(), 1);
        Decider.Choice choice = Decider.decide(version.policy(), problem, situation, seed);
        double[] pmf = choice.judgement().pmf();
        double[] values = choice.judgement().values();
        Shadow shadow = new Shadow();
        shadow.setSalt(trial.salt());
        shadow.setVariant(trial.variant());
        shadow.setAction(problem.actionId(situation, choice.action()));
        shadow.setPmf(Numbers.of(pmf));
        shadow.setTrack(version.track());
        shadow.setEpoch(version.version().epoch());
        shadow.setVersion(version.version().n());
        double expected = 0;
        int best = 0;
        for (int i = 0; i < pmf.length; i++) {
            expected += pmf[i] * values[i];
            best = values[i] > values[best] ? i : best;
            if (id(situation, i).equals(served.getAction())) {
                shadow.setExpectedOfServed(values[i]);
            }
        }
        shadow.setExpected(expected);
        shadow.setGreedy(id(situation, best));
        return shadow;
    }

    private String id(Situation situation, int place) {
        return problem.actionId(situation, problem.actionIndex(situation, place));
    }
}
