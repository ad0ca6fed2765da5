package dev.weir.rl.streaming;

import dev.weir.rl.actorcritic.Allowed;
import dev.weir.rl.actorcritic.Encoded;
import dev.weir.rl.actorcritic.NetworkContent;
import dev.weir.rl.actorcritic.NetworkPolicy;
import dev.weir.rl.actorcritic.ReturnScale;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.ArrayPages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Obgd;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.network.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Streaming Q(λ) with eligibility traces (Elsayed, Vasan and Mahmood 2024, arXiv:2410.14606, Algorithm 4): δ = r +
 * γ max_a q(s', a) − q(s, a); z ← γλ z + ∇q(s, a), cut where the action is not the greedy one (Watkins 1989); the network
 * moves by ObGD along δ z. One trace a unit. See docs/algorithms/stream-q.md.
 */
final class StreamQ implements Learner {
    // Numbers of the tally.
    private static final int SQUARED_ERROR = 0;
    private static final int VALUE = 1;

    private static final double SMOOTHING = 0.001;

    private final StreamQSpec spec;
    private final DecisionProblem problem;
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final Network network;
    private final UnitTraces traces;
    private final Obgd optimizer;
    private final StreamTally tally;
    private final ArrayPages weights;
    private final JoinedState state;

    // Room used again at each transition.
    private final Encoded encoded;
    private final float[] row;
    private final Tape tape;
    private final float[] out;
    private final Gradients gradients;

    StreamQ(StreamQSpec spec, DecisionProblem problem, long seed) {
        this.spec = spec;
        this.problem = problem;
        int actions = Allowed.declared(spec.algorithm(), problem);
        DenseInput input = new DenseInput(problem.context());
        DenseKernel kernel = DenseKernel.best();
        int[] hidden = spec.hidden().stream().mapToInt(Integer::intValue).toArray();
        NetworkSpec shape = new NetworkSpec(input.width(), hidden, Activation.LEAKY_RELU, true, actions);
        this.moments = new RunningMoments(input);
        this.scale = new ReturnScale(spec.centreRewards());
        this.network = new Network(shape, kernel);
        Initializer.SPARSE.fill(network, 1, seed);
        this.traces = new UnitTraces(spec.traces(), input.width(), shape);
        this.tally = new StreamTally(moments, scale, traces, "td-error-mean-square", "value");
        this.optimizer = new Obgd(kernel, (float) spec.learningRate(), (float) spec.kappa());
        this.encoded = new Encoded(problem, input);
        this.row = new float[input.width()];
        this.tape = new Tape(shape, 1);
        this.out = new float[tape.stride()];
        this.gradients = new Gradients(shape, kernel);
        this.weights = new ArrayPages(network.parameters());
        List<StatePart> parts = new ArrayList<>(List.of(tally, weights));
        parts.addAll(traces.pages());
        this.state = new JoinedState(parts);
    }

    @Override
    public void observe(Experience experience) {
        encoded.set(experience);
        UnitTraces.Slot slot = traces.claim(experience.unit(), experience.step(), encoded.state, tally.transitions());
        tally.observed();
        moments.add(encoded.state, 0);
        scale.reward(experience.reward());
        double reward = scale.centred(experience.reward());
        scale.sum(slot.accumulate(reward));
        if (encoded.complete) {
            learn(slot, experience.action(), reward / scale.deviation(), experience.discount());
        }
        slot.leave(encoded.complete ? experience.discount() : 0, encoded.next);
    }

    /** Learns; cuts the trace before it if what was done is not what the network would do. */
    private void learn(UnitTraces.Slot slot, int action, double reward, double discount) {
        Normaliser normaliser = moments.normaliser();
        double bootstrap = 0;
        if (discount > 0) {
            normaliser.apply(encoded.next, 0, row, 0);
            network.forward(row, 1, tape);
            bootstrap = discount * greatest(encoded.allowedNext);
        }
        normaliser.apply(encoded.state, 0, row, 0);
        network.forward(row, 1, tape);
        float chosen = tape.outputs()[action];
        boolean greedy = chosen >= greatest(encoded.allowed);
        float error = (float) (reward + bootstrap - chosen);
        if (!Float.isFinite(error)) {
            throw new IllegalStateException("temporal-difference error is not finite at transition " + transitions());
        }
        Arrays.fill(out, 0f);
        out[action] = 1f;
        network.backward(tape, out, gradients.arrays());
        float decay = greedy ? (float) (slot.discount() * spec.lambda()) : 0;
        optimizer.trace(slot.traces[0], decay, gradients.arrays());
        optimizer.step(network.parameters(), slot.traces[0], error);
        tally.smooth(SQUARED_ERROR, SMOOTHING, (double) error * error);
        tally.smooth(VALUE, SMOOTHING, chosen);
        weights.touch();
    }

    private float greatest(int[] allowed) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int a : allowed) {
            greatest = Math.max(greatest, tape.outputs()[a]);
        }
        return greatest;
    }

    @Override
    public long transitions() {
        return tally.transitions();
    }

    @Override
    public byte[] content() {
        return NetworkContent.write(policy());
    }

    @Override
    public NetworkPolicy policy() {
        return NetworkPolicy.snapshot(
                problem,
                moments.snapshot(),
                network,
                NetworkPolicy.Head.GREEDY,
                spec.epsilon(transitions()),
                scale.deviation(),
                transitions());
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = tally.metrics();
        metrics.put("td-error-root-mean-square", Math.sqrt(tally.get(SQUARED_ERROR)));
        metrics.put("value", tally.get(VALUE) * scale.deviation());
        metrics.put("epsilon", spec.epsilon(transitions()));
        metrics.put("reward-scale", scale.deviation());
        return metrics;
    }

    @Override
    public String kernel() {
        return "vector";
    }

    @Override
    public PagedState state() {
        return state;
    }
}
