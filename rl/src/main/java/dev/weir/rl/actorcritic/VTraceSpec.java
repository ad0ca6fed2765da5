package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import java.util.List;

/**
 * Configuration of the actor-critic with V-trace; keys of the problem file in kebab-case.
 *
 * @param hidden        {@code hidden}: widths of the hidden layers of both networks; [64, 64]
 * @param learningRate  {@code learning-rate} of Adam; 0.0005
 * @param window        {@code window}: latest transitions that are learned from; 1024
 * @param trainEvery    {@code train-every}: transitions between rounds of training; 256
 * @param epochs        {@code epochs}: passes over the window in a round; 4
 * @param batch         {@code batch}: transitions of a training step, cut from the window in order; 256
 * @param lambda        {@code lambda}: how far corrections reach back along a unit's chain; 0.95
 * @param maxRatio      {@code max-ratio}: where importance ratios are cut (ρ̄ of the paper); 1
 * @param trust         {@code trust}: how far the policy may move from the logged one before a transition stops pushing
 *                      it, as |π / π_b − 1|; 0.2
 * @param entropy       {@code entropy}: weight of the policy's entropy beside advantages of deviation 1; 0.05
 * @param clip          {@code clip}: greatest norm of a gradient; 0.5
 * @param centreRewards {@code centre-rewards}: learn differences from the running mean reward, for tasks that do not end;
 *                      false
 * @param floor         {@code floor}: probability spread evenly over the allowed actions; 0.01
 */
public record VTraceSpec(
        List<Integer> hidden,
        double learningRate,
        int window,
        int trainEvery,
        int epochs,
        int batch,
        double lambda,
        double maxRatio,
        double trust,
        double entropy,
        double clip,
        boolean centreRewards,
        double floor)
        implements LearnerSpec {
    /** The defaults. */
    public static final VTraceSpec DEFAULT =
            new VTraceSpec(List.of(64, 64), 5e-4, 1024, 256, 4, 256, 0.95, 1, 0.2, 0.05, 0.5, false, 0.01);

    public VTraceSpec {
        hidden = List.copyOf(hidden);
        Check.above("learning-rate", learningRate, 0, 1);
        Check.within("window", window, 1, 1_000_000);
        Check.within("train-every", trainEvery, 1, window);
        Check.within("epochs", epochs, 1, 100);
        Check.within("batch", batch, 1, window);
        Check.within("lambda", lambda, 0, 1);
        Check.above("max-ratio", maxRatio, 0, 100);
        Check.above("trust", trust, 0, 1000);
        Check.within("entropy", entropy, 0, 10);
        Check.above("clip", clip, 0, 1e6);
        Check.within("floor", floor, 0, 0.999);
    }

    @Override
    public String algorithm() {
        return "v-trace";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return new VTrace(this, problem, seed);
    }
}
