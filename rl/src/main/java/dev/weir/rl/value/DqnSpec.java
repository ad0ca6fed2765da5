package dev.weir.rl.value;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.KernelChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of DQN and its variants; keys of the problem file in kebab-case, defaults by {@link #builder()}.
 *
 * @param hidden          {@code hidden}: widths of the hidden layers; [64, 64]
 * @param activation      {@code activation}: relu, tanh or leaky-relu; relu
 * @param layerNorm       {@code layer-norm}: normalise each hidden layer; false
 * @param learningRate    {@code learning-rate} of Adam; 0.001
 * @param batch           {@code batch}: transitions of a training step; 64
 * @param trainEvery      {@code train-every}: transitions between training steps; 1
 * @param warmUp          {@code warm-up}: transitions before the first training step; 1000
 * @param replayCapacity  {@code replay-capacity}: transitions remembered; 100000
 * @param nStep           {@code n-step}: rewards summed before bootstrapping; 3
 * @param doubleQ         {@code double}: the online network chooses the action whose target value is taken; true
 * @param dueling         {@code dueling}: state value and advantages apart; false
 * @param quantiles       {@code quantiles} of the return learned for each action (QR-DQN); 0: only the mean
 * @param basis           {@code basis}: for quantities, values are made of so many splines over their order, 3 to 64, and
 *                        each has learned what its neighbours have; 0: every action apart
 * @param huber           {@code huber}: error beyond which the loss is linear, in units of scaled rewards; 0: squared errors,
 *                        which alone estimate the means of skewed returns; 1
 * @param sampling        {@code sampling}: uniform, or clustered for a replay larger than memory, whose transitions are
 *                        drawn in blocks from the store; uniform
 * @param prioritised     {@code prioritised: {alpha: 0.6, beta: 0.4}}, or none: uniform replay
 * @param target          {@code target: {every: N}} training steps between copies, or {@code {tau: T}} the share moved at
 *                        each; tau 0.005
 * @param average         {@code average}: share by which the published weights move to the newest at each training step;
 *                        0: publish the newest; 0.001
 * @param clip            {@code clip}: greatest norm of the gradient; 10
 * @param centreRewards   {@code centre-rewards}: learn differences from the running mean reward, for tasks that do not
 *                        end; false
 * @param scaleRewards    {@code scale-rewards}: learn in units of the rewards' root mean square; true
 * @param exploration     {@code exploration}: epsilon-greedy; floor 0.05, start 1, decay 5000
 * @param kernel          {@code kernel}: auto, vector or nd4j; auto
 */
public record DqnSpec(
        List<Integer> hidden,
        Activation activation,
        boolean layerNorm,
        double learningRate,
        int batch,
        int trainEvery,
        int warmUp,
        int replayCapacity,
        int nStep,
        boolean doubleQ,
        boolean dueling,
        int quantiles,
        int basis,
        double huber,
        Sampling sampling,
        @Nullable Prioritised prioritised,
        Target target,
        double average,
        double clip,
        boolean centreRewards,
        boolean scaleRewards,
        EpsilonGreedy exploration,
        KernelChoice kernel)
        implements LearnerSpec {
    static final int LEAST_BASIS = 3;
    static final int MOST_BASIS = 64;

    /** How minibatches come from the replay. */
    public enum Sampling {
        /** Each transition apart, from memory. */
        UNIFORM,
        /** Several of each of some blocks, from the store. */
        CLUSTERED
    }

    /** Priorities are |δ|^alpha; their bias is corrected by importance weights to the power beta. */
    public record Prioritised(double alpha, double beta) {
        public Prioritised {
            Check.within("alpha", alpha, 0, 1);
            Check.within("beta", beta, 0, 1);
        }
    }

    /** When the target network follows: every so many training steps whole, or (every 0) at each by a share tau. */
    public record Target(int every, double tau) {
        public Target {
            Check.within("every", every, 0, Integer.MAX_VALUE);
            if (every == 0) {
                Check.positive("tau", tau, 1);
            }
        }
    }

    public DqnSpec {
        hidden = List.copyOf(hidden);
        Check.positive("learning-rate", learningRate, 1);
        Check.within("batch", batch, 1, 4096);
        Check.within("train-every", trainEvery, 1, 1_000_000);
        Check.within("replay-capacity", replayCapacity, batch, 100_000_000);
        Check.within("warm-up", warmUp, batch, replayCapacity);
        Check.within("n-step", nStep, 1, 1000);
        if (sampling == Sampling.CLUSTERED && (nStep != 1 || prioritised != null)) {
            throw new IllegalArgumentException("sampling: clustered needs n-step 1 and no prioritised, was n-step "
                    + nStep + (prioritised == null ? "" : " with prioritised"));
        }
        Check.within("quantiles", quantiles, 0, 512);
        Check.within("basis", basis == 0 ? LEAST_BASIS : basis, LEAST_BASIS, MOST_BASIS);
        Check.within("huber", huber, 0, 1e9);
        Check.within("average", average, 0, 1);
        Check.positive("clip", clip, Float.MAX_VALUE);
    }

    /** The defaults, to be changed. */
    public static DqnSpecBuilder builder() {
        return new DqnSpecBuilder();
    }

    @Override
    public String algorithm() {
        return "dqn";
    }

    @Override
    public Learner create(DecisionProblem problem, long seed) {
        return create(problem, seed, kernel.kernel());
    }

    Dqn create(DecisionProblem problem, long seed, DenseKernel kernel) {
        if (problem.actions() instanceof ActionSpace.Candidates) {
            throw new IllegalArgumentException(
                    "algorithm dqn needs declared actions (ids or quantities), was given candidates");
        }
        if (basis > 0 && !(problem.actions() instanceof ActionSpace.Quantities)) {
            throw new IllegalArgumentException(
                    "algorithm dqn: basis must be 0 where actions are not quantities, was " + basis);
        }
        if (problem.context().specs().isEmpty()) {
            throw new IllegalArgumentException("algorithm dqn needs at least one feature of the context, had none");
        }
        return new Dqn(this, problem, seed, kernel);
    }
}
