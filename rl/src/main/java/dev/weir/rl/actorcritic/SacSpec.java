package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import java.util.List;

/**
 * Configuration of discrete soft actor-critic; keys of the problem file in kebab-case.
 *
 * @param hidden         {@code hidden}: widths of the hidden layers of all networks; [64, 64]
 * @param learningRate   {@code learning-rate} of Adam; 0.001
 * @param batch          {@code batch}: transitions of a training step; 64
 * @param trainEvery     {@code train-every}: transitions between training steps; 1
 * @param warmUp         {@code warm-up}: transitions before the first training step; 1000
 * @param replayCapacity {@code replay-capacity}: transitions remembered; 100000
 * @param nStep          {@code n-step}: rewards summed before bootstrapping; 1
 * @param tau            {@code tau}: share by which the target critics move at each training step; 0.005
 * @param targetEntropy  {@code target-entropy}: share in (0, 1] of the entropy of a uniform choice that the temperature
 *                       holds the policy to; 0.3
 * @param clip           {@code clip}: greatest norm of a gradient; 10
 * @param centreRewards  {@code centre-rewards}: learn differences from the running mean reward, for tasks that do not end;
 *                       false
 * @param floor          {@code floor}: probability spread evenly over the allowed actions; 0.01
 */
public record SacSpec(
        List<Integer> hidden,
        double learningRate,
        int batch,
        int trainEvery,
        int warmUp,
        int replayCapacity,
        int nStep,
        double tau,
        double targetEntropy,
        double clip,
        boolean centreRewards,
        double floor)
        implements LearnerSpec {
    /** The defaults. */
    public static final SacSpec DEFAULT =
            new SacSpec(List.of(64, 64), 1e-3, 64, 1, 1000, 100_000, 1, 0.005, 0.3, 10, false, 0.01);

    public SacSpec {
        hidden = List.copyOf(hidden);
        Check.above("learning-rate", learningRate, 0, 1);
        Check.within("batch", batch, 1, 4096);
        Check.within("train-every", trainEvery, 1, 1_000_000);
        Check.within("replay-capacity", replayCapacity, batch, 100_000_000);
        Check.within("warm-up", warmUp, batch, replayCapacity);
        Check.within("n-step", nStep, 1, 1000);
        Check.above("tau", tau, 0, 1);
        Check.above("target-entropy", targetEntropy, 0, 1);
        Check.above("clip", clip, 0, 1e6);
        Check.within("floor", floor, 0, 0.999);
    }

    @Override
    public String algorithm() {
        return "sac";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return new Sac(this, problem, seed);
    }
}
