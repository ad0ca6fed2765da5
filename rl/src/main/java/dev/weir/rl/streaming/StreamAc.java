package dev.weir.rl.streaming;

import dev.weir.rl.actorcritic.Allowed;
import dev.weir.rl.actorcritic.Encoded;
import dev.weir.rl.actorcritic.NetworkContent;
import dev.weir.rl.actorcritic.NetworkPolicy;
import dev.weir.rl.actorcritic.ReturnScale;
import dev.weir.rl.actorcritic.Softmax;
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
import java.util.stream.Stream;

/**
 * Streaming actor-critic with eligibility traces, stream AC(λ) (Elsayed, Vasan and Mahmood 2024, arXiv:2410.14606,
 * Algorithm 6): δ = r + γ v(s') − v(s); z ← ρ (γλ z + ∇); both networks move by ObGD along δ z. One trace a unit; ρ = min(1,
 * π / π_b) cuts it where the version that decided was another. See docs/algorithms/stream-ac.md.
 */
final class StreamAc implements Learner {
    // Numbers of the tally.
    private static final int SQUARED_ERROR = 0;
    private static final int ENTROPY = 1;

    private static final double SMOOTHING = 0.001;

    private final StreamAcSpec spec;
    private final DecisionProblem problem;
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final Network actor;
    private final Network critic;
    private final UnitTraces traces;
    private final Obgd actorStep;
    private final Obgd criticStep;
    private final StreamTally tally;
    private final ArrayPages weights;
    private final JoinedState state;

    // Room used again at each transition.
    private final Encoded encoded;
    private final float[] row;
    private final Tape actorTape;
    private final Tape criticTape;
    private final float[] actorOut;
    private final float[] criticOut;
    private final Gradients actorGradients;
    private final Gradients criticGradients;
    private final Softmax softmax;

    StreamAc(StreamAcSpec spec, DecisionProblem problem, long seed) {
        this.spec = spec;
        this.problem = problem;
        int actions = Allowed.declared(spec.algorithm(), problem);
        DenseInput input = new DenseInput(problem.context());
        DenseKernel kernel = DenseKernel.best();
        int[] hidden = spec.hidden().stream().mapToInt(Integer::intValue).toArray();
        NetworkSpec actorSpec = new NetworkSpec(input.width(), hidden, Activation.LEAKY_RELU, true, actions);
        NetworkSpec criticSpec = new NetworkSpec(input.width(), hidden, Activation.LEAKY_RELU, true, 1);
        this.moments = new RunningMoments(input);
        this.scale = new ReturnScale(spec.centreRewards());
        this.actor = new Network(actorSpec, kernel);
        this.critic = new Network(criticSpec, kernel);
        Initializer.SPARSE.fill(actor, 1, seed);
        Initializer.SPARSE.fill(critic, 1, seed ^ 0x637269746963L); // "critic"
        this.traces = new UnitTraces(spec.traces(), input.width(), actorSpec, criticSpec);
        this.tally = new StreamTally(moments, scale, traces, "td-error-mean-square", "entropy");
        this.actorStep = new Obgd(kernel, (float) spec.learningRate(), (float) spec.kappaActor());
        this.criticStep = new Obgd(kernel, (float) spec.learningRate(), (float) spec.kappaCritic());
        this.encoded = new Encoded(problem, input);
        this.row = new float[input.width()];
        this.actorTape = new Tape(actorSpec, 1);
        this.criticTape = new Tape(criticSpec, 1);
        this.actorOut = new float[actorTape.stride()];
        this.criticOut = new float[criticTape.stride()];
        this.actorGradients = new Gradients(actorSpec, kernel);
        this.criticGradients = new Gradients(criticSpec, kernel);
        this.softmax = new Softmax(actions, spec.floor());
        this.weights = new ArrayPages(Stream.of(actor.parameters(), critic.parameters())
                .flatMap(Stream::of)
                .toArray(float[][]::new));
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
            learn(slot, reward / scale.deviation(), experience.discount(), experience.propensity());
        }
        slot.leave(encoded.complete ? experience.discount() : 0, encoded.next);
    }

    private void learn(UnitTraces.Slot slot, double reward, double discount, double propensity) {
        Normaliser normaliser = moments.normaliser();
        double bootstrap = 0;
        if (discount > 0) {
            normaliser.apply(encoded.next, 0, row, 0);
            critic.forward(row, 1, criticTape);
            bootstrap = discount * criticTape.outputs()[0];
        }
        normaliser.apply(encoded.state, 0, row, 0);
        critic.forward(row, 1, criticTape);
        actor.forward(row, 1, actorTape);
        float error = (float) (reward + bootstrap - criticTape.outputs()[0]);
        if (!Float.isFinite(error)) {
            throw new IllegalStateException("temporal-difference error is not finite at transition " + transitions());
        }
        softmax.set(actorTape.outputs(), 0, encoded.allowed);
        double ratio = Math.min(1, softmax.probability(encoded.place) / propensity);
        float decay = (float) (ratio * slot.discount() * spec.lambda());

        criticOut[0] = (float) ratio;
        critic.backward(criticTape, criticOut, criticGradients.arrays());
        criticStep.trace(slot.traces[1], decay, criticGradients.arrays());
        criticStep.step(critic.parameters(), slot.traces[1], error);

        Arrays.fill(actorOut, 0f);
        double towardsEntropy = spec.entropy() * Math.signum(error) * ratio;
        softmax.addGradient(encoded.place, ratio, towardsEntropy, encoded.allowed, actorOut, 0);
        actor.backward(actorTape, actorOut, actorGradients.arrays());
        actorStep.trace(slot.traces[0], decay, actorGradients.arrays());
        actorStep.step(actor.parameters(), slot.traces[0], error);

        tally.smooth(SQUARED_ERROR, SMOOTHING, (double) error * error);
        tally.smooth(ENTROPY, SMOOTHING, softmax.entropy());
        weights.touch();
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
                problem, moments.snapshot(), actor, NetworkPolicy.Head.SOFTMAX, spec.floor(), 1, transitions());
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = tally.metrics();
        metrics.put("td-error-root-mean-square", Math.sqrt(tally.get(SQUARED_ERROR)));
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
