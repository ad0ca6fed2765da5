package dev.weir.rl.streaming;

import dev.weir.rl.actorcritic.Check;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import java.util.List;

/**
 * Configuration of streaming Q(λ); keys of the problem file in kebab-case.
 *
 * @param hidden        {@code hidden}: widths of the hidden layers; [64, 64]
 * @param learningRate  {@code learning-rate}: α of ObGD, an upper bound; 1
 * @param kappa         {@code kappa}: how much less than the overshooting step; 2
 * @param lambda        {@code lambda}: how traces decay beside γ; 0.8
 * @param traces        {@code traces}: units that have one at a time; 16
 * @param centreRewards {@code centre-rewards}: learn differences from the running mean reward, for tasks that do not end;
 *                      false
 * @param floor         {@code floor}: ε in the end; 0.01
 * @param start         {@code start}: ε at first; 1
 * @param decay         {@code decay}: transitions in which it goes down, in a straight line; 10000
 */
public record StreamQSpec(
        List<Integer> hidden,
        double learningRate,
        double kappa,
        double lambda,
        int traces,
        boolean centreRewards,
        double floor,
        double start,
        long decay)
        implements LearnerSpec {
    /** The defaults. */
    public static final StreamQSpec DEFAULT = new StreamQSpec(List.of(64, 64), 1, 2, 0.8, 16, false, 0.01, 1, 10_000);

    public StreamQSpec {
        hidden = List.copyOf(hidden);
        Check.above("learning-rate", learningRate, 0, 10);
        Check.within("kappa", kappa, 1, 1000);
        Check.within("lambda", lambda, 0, 1);
        Check.within("traces", traces, 1, 1024);
        Check.within("floor", floor, 0, 1);
        Check.within("start", start, floor, 1);
        Check.within("decay", decay, 0, Long.MAX_VALUE);
    }

    @Override
    public String algorithm() {
        return "stream-q";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return new StreamQ(this, problem, seed);
    }

    /** ε after so many transitions. */
    double epsilon(long transitions) {
        return transitions >= decay ? floor : start + (floor - start) * ((double) transitions / decay);
    }
}
