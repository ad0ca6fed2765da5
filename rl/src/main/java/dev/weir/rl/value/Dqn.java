package dev.weir.rl.value;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.KernelChoice;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.network.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Deep Q-learning (Mnih et al. 2015) with double (van Hasselt, Guez and Silver 2016), dueling (Wang et al. 2016) and
 * n-step targets (Sutton 1988), prioritised replay (Schaul et al. 2016) and quantile regression (Dabney et al. 2018) as
 * options. See docs/algorithms/dqn.md.
 */
final class Dqn implements Learner {
    private final DqnSpec spec;
    private final DecisionProblem problem;
    private final long seed;
    private final DenseInput input;
    private final QHead head;
    private final TransitionEncoder encoder;
    private final RunningMoments moments;
    private final RewardScale rewards;
    private final Replay replay;
    private final DqnNetworks networks;
    private final DqnCounters counters;
    private final Minibatch batch;
    private final QuantileLoss loss;
    private final JoinedState state;
    private final float[] targets;
    private final float[] theta;
    private final float[] errors;
    private float[] outputGradient = {};

    Dqn(DqnSpec spec, DecisionProblem problem, long seed, DenseKernel kernel) {
        this.spec = spec;
        this.problem = problem;
        this.seed = seed;
        this.input = new DenseInput(problem.context());
        int actions = problem.actionCount(new Situation(Features.NONE, List.of(), null));
        this.head = new QHead(actions, Math.max(1, spec.quantiles()), spec.dueling(), spec.basis());
        this.encoder = new TransitionEncoder(problem, input, actions);
        this.moments = new RunningMoments(input);
        this.rewards = new RewardScale(spec.centreRewards(), spec.scaleRewards(), spec.replayCapacity());
        this.replay = Replay.of(spec, input.width(), actions);
        this.networks = new DqnNetworks(spec, shape(spec, input.width(), head), kernel, seed);
        this.counters = new DqnCounters(moments, rewards, networks);
        this.batch = new Minibatch(spec.batch(), input.width(), actions);
        this.loss = new QuantileLoss(spec.quantiles(), (float) spec.huber());
        this.targets = new float[spec.batch() * head.quantiles()];
        this.theta = new float[actions * head.quantiles()];
        this.errors = new float[spec.batch()];
        List<StatePart> parts = new ArrayList<>(List.of(counters));
        parts.addAll(networks.parts());
        parts.addAll(replay.parts());
        this.state = new JoinedState(parts);
    }

    static NetworkSpec shape(DqnSpec spec, int width, QHead head) {
        int[] hidden = spec.hidden().stream().mapToInt(Integer::intValue).toArray();
        return new NetworkSpec(width, hidden, spec.activation(), spec.layerNorm(), head.outputs());
    }

    @Override
    public void observe(Experience e) {
        encoder.encode(e); // refuses what cannot be learned from
        counters.observed();
        moments.add(encoder.states, 0);
        rewards.add(e.reward());
        if (e.discount() > 0 && e.next() == null) {
            return; // nothing to bootstrap from
        }
        replay.append(encoder, e);
        long n = replay.appended();
        if (n >= spec.warmUp() && (n - spec.warmUp()) % spec.trainEvery() == 0) {
            train();
        }
    }

    /** One step: sample, target, error, gradient, descent. */
    private void train() {
        replay.draw(seed, networks.steps(), moments.normaliser(), rewards, batch);
        targets();
        Tape tape = networks.online(batch.states);
        if (outputGradient.length == 0) {
            outputGradient = new float[spec.batch() * tape.stride()];
        }
        Arrays.fill(outputGradient, 0f);
        float sum = 0;
        for (int i = 0; i < spec.batch(); i++) {
            int at = i * tape.stride();
            head.quantiles(tape.outputs(), at, theta);
            float share = batch.weights[i] / spec.batch();
            sum += share * loss.row(head, theta, batch.actions[i], targets, i, share, outputGradient, at);
            errors[i] = loss.error();
        }
        if (!(Math.abs(sum) < Float.POSITIVE_INFINITY)) {
            throw new IllegalStateException("the loss is not finite (" + sum + ") at training step " + networks.steps()
                    + ": lower learning-rate, or look at the size of rewards");
        }
        float norm = networks.descend(outputGradient);
        replay.learned(batch, errors);
        counters.trained(sum, head.value(theta, batch.actions[spec.batch() - 1]), norm);
    }

    /** y_j = R + Γ θ⁻_j(s', a*), a* = argmax over the actions allowed in s' of the online (double) or target network. */
    private void targets() {
        float[] chosenBy = null;
        int stride = 0;
        if (spec.doubleQ()) {
            Tape tape = networks.online(batch.nexts);
            chosenBy = tape.outputs();
            stride = tape.stride();
        }
        Tape tape = networks.target(batch.nexts);
        int k = head.quantiles();
        for (int i = 0; i < spec.batch(); i++) {
            float discount = batch.discounts[i];
            if (discount == 0) {
                Arrays.fill(targets, i * k, (i + 1) * k, batch.rewards[i]);
                continue;
            }
            if (chosenBy != null) {
                head.quantiles(chosenBy, i * stride, theta);
            }
            int best = chosenBy == null ? -1 : best(i);
            head.quantiles(tape.outputs(), i * tape.stride(), theta);
            best = chosenBy == null ? best(i) : best;
            for (int j = 0; j < k; j++) {
                targets[i * k + j] = Math.fma(discount, theta[best * k + j], batch.rewards[i]);
            }
        }
    }

    /** The best of the actions allowed after a transition of the batch, by {@link #theta}; the first of equals. */
    private int best(int i) {
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int word = 0; word < batch.words; word++) {
            for (long bits = batch.allowed[i * batch.words + word]; bits != 0; bits &= bits - 1) {
                int action = (word << 6) + Long.numberOfTrailingZeros(bits);
                float value = head.value(theta, action);
                if (best < 0 || value > greatest) {
                    best = action;
                    greatest = value;
                }
            }
        }
        return best;
    }

    @Override
    public long transitions() {
        return counters.transitions();
    }

    @Override
    public byte[] content() {
        return DqnContent.write(policy());
    }

    /** A version decides with this room's kernel, whatever it was trained with. */
    private Network decider() {
        Network copy = new Network(networks.published().spec(), DenseKernel.best());
        copy.copyFrom(networks.published());
        return copy;
    }

    @Override
    public DqnPolicy policy() {
        if (!networks.published().finite()) {
            throw new IllegalStateException("a weight is not finite after " + networks.steps()
                    + " training steps: nothing is published; lower learning-rate, or look at the size of rewards");
        }
        return new DqnPolicy(
                problem,
                head,
                decider(),
                moments.snapshot(),
                1 / rewards.factor(),
                spec.exploration().at(transitions()),
                transitions());
    }

    @Override
    public String kernel() {
        return spec.kernel() == KernelChoice.ND4J ? "nd4j" : "vector";
    }

    @Override
    public Map<String, Double> metrics() {
        return counters.metrics(spec.exploration().at(transitions()), replay.size());
    }

    @Override
    public PagedState state() {
        return state;
    }
}
