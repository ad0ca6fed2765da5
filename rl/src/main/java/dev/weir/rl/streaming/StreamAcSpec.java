package dev.weir.rl.streaming;

import dev.weir.rl.actorcritic.Check;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import java.util.List;

/**
 * Configuration of streaming actor-critic; keys of the problem file in kebab-case.
 *
 * @param hidden        {@code hidden}: widths of the hidden layers of both networks; [64, 64]
 * @param learningRate  {@code learning-rate}: α of ObGD, an upper bound; 1
 * @param kappaActor    {@code kappa-actor}: how much less than the overshooting step; 3
 * @param kappaCritic   {@code kappa-critic}: the same; 2
 * @param lambda        {@code lambda}: how traces decay beside γ; 0.8
 * @param entropy       {@code entropy}: weight of the policy's entropy; 0.01
 * @param traces        {@code traces}: units that have one at a time; 16
 * @param centreRewards {@code centre-rewards}: learn differences from the running mean reward, for tasks that do not end;
 *                      false
 * @param floor         {@code floor}: probability spread evenly over the allowed actions; 0.01
 */
public record StreamAcSpec(
        List<Integer> hidden,
        double learningRate,
        double kappaActor,
        double kappaCritic,
        double lambda,
        double entropy,
        int traces,
        boolean centreRewards,
        double floor)
        implements LearnerSpec {
    /** The defaults. */
    public static final StreamAcSpec DEFAULT = new StreamAcSpec(List.of(64, 64), 1, 3, 2, 0.8, 0.01, 16, false, 0.01);

    public StreamAcSpec {
        hidden = List.copyOf(hidden);
        Check.above("learning-rate", learningRate, 0, 10);
        Check.within("kappa-actor", kappaActor, 1, 1000);
        Check.within("kappa-critic", kappaCritic, 1, 1000);
        Check.within("lambda", lambda, 0, 1);
        Check.within("entropy", entropy, 0, 10);
        Check.within("traces", traces, 1, 1024);
        Check.within("floor", floor, 0, 0.999);
    }

    @Override
    public String algorithm() {
        return "stream-ac";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return new StreamAc(this, problem, seed);
    }
}
