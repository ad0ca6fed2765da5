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
import dev.weir.rl.network.BytePages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Obgd;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.network.Tape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Streaming Q(λ) with eligibility traces (Elsayed, Vasan and Mahmood 2024, arXiv:2410.14606, Algorithm 4): δ = r +
 * γ max_a q(s', a) − q(s, a); z ← γλ z + ∇q(s, a), cut where the action is not the greedy one (Watkins 1989); the network
 * moves by ObGD along δ z. One trace a unit. See docs/algorithms/stream-q.md.
 */
final class StreamQ implements Learner {
    private final StreamQSpec spec;
    private final DecisionProblem problem;
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final Network network;
    private final UnitTraces traces;
    private final Obgd optimizer;
    private final Counters counters = new Counters();
    private final ArrayPages weights;
    private final JoinedState state;

    // Room used again at each transition.
    private final Encoded encoded;
    private final float[] row;
    private final Tape tape;
    private final float[] out;
    private final Gradients gradients;

    private long transitions;
    private double squaredError; // smoothed
    private double value; // smoothed

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
        this.optimizer = new Obgd(kernel, (float) spec.learningRate(), (float) spec.kappa());
        this.encoded = new Encoded(problem, input);
        this.row = new float[input.width()];
        this.tape = new Tape(shape, 1);
        this.out = new float[tape.stride()];
        this.gradients = new Gradients(shape, kernel);
        this.weights = new ArrayPages(network.parameters());
        List<StatePart> parts = new ArrayList<>(List.of(counters, weights));
        parts.addAll(traces.pages());
        this.state = new JoinedState(parts);
    }

    @Override
    public void observe(Experience experience) {
        encoded.set(experience);
        UnitTraces.Slot slot = traces.claim(experience.unit(), experience.step(), encoded.state, transitions);
        transitions++;
        counters.touch();
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
            throw new IllegalStateException("temporal-difference error is not finite at transition " + transitions);
        }
        Arrays.fill(out, 0f);
        out[action] = 1f;
        network.backward(tape, out, gradients.arrays());
        float decay = greedy ? (float) (slot.discount() * spec.lambda()) : 0;
        optimizer.trace(slot.traces[0], decay, gradients.arrays());
        optimizer.step(network.parameters(), slot.traces[0], error);
        squaredError += 0.001 * ((double) error * error - squaredError);
        value += 0.001 * (chosen - value);
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
        return transitions;
    }

    @Override
    public byte[] content() {
        return NetworkContent.write(policy());
    }

    @Override
    public NetworkPolicy policy() {
        Network snapshot = new Network(network.spec(), DenseKernel.best());
        snapshot.copyFrom(network);
        return new NetworkPolicy(
                problem,
                moments.snapshot(),
                snapshot,
                NetworkPolicy.Head.GREEDY,
                spec.epsilon(transitions),
                scale.deviation(),
                transitions);
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("td-error-root-mean-square", Math.sqrt(squaredError));
        metrics.put("value", value * scale.deviation());
        metrics.put("epsilon", spec.epsilon(transitions));
        metrics.put("reward-scale", scale.deviation());
        metrics.put("mean-reward", scale.rewardMean());
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

    /** What changes at every transition, weights and traces aside. */
    private final class Counters extends BytePages {
        @Override
        protected int bytes() {
            return Long.BYTES + 2 * Double.BYTES + moments.bytes() + ReturnScale.BYTES + traces.bytes();
        }

        @Override
        protected void write(ByteBuffer to) {
            to.putLong(transitions).putDouble(squaredError).putDouble(value);
            moments.write(to);
            scale.write(to);
            traces.write(to);
        }

        @Override
        protected void check(ByteBuffer in) {
            long counted = in.getLong();
            double error = in.getDouble();
            double other = in.getDouble();
            if (counted < 0 || !Double.isFinite(error) || !Double.isFinite(other)) {
                throw new IllegalArgumentException("counters must be finite, transitions not negative, were " + counted
                        + ", " + error + ", " + other);
            }
            moments.validate(in);
            ReturnScale.check(in);
            traces.check(in);
        }

        @Override
        protected void read(ByteBuffer in) {
            transitions = in.getLong();
            squaredError = in.getDouble();
            value = in.getDouble();
            moments.read(in);
            scale.read(in);
            traces.read(in);
        }
    }
}
