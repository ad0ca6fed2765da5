package dev.weir.rl.actorcritic;

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
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.network.Tape;
import dev.weir.rl.replay.NStep;
import dev.weir.rl.replay.TransitionRing;
import dev.weir.rl.replay.UniformSampling;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Soft actor-critic for discrete actions (Christodoulou 2019, arXiv:1910.07207; Haarnoja et al. 2018): two critics to
 * y = r + γ Σ π(a'|s') (min Q⁻(s', a') − α log π(a'|s')), the actor down Σ π (α log π − min Q), α held where the policy's
 * entropy is what is asked for. See docs/algorithms/sac.md.
 */
final class Sac implements Learner {
    private static final double LEAST_SQUARE = 1e-12;
    private static final double MAX_LOG = 10;

    private final SacSpec spec;
    private final DecisionProblem problem;
    private final long seed;
    private final RunningMoments moments;
    private final ReturnScale rewards;
    private final TransitionRing ring;
    private final NStep chain;
    private final Trained actor;
    private final Trained[] critics = new Trained[2];
    private final Network[] targets = new Network[2];
    private final Tape[] targetTapes = new Tape[2];
    private final ArrayPages[] targetPages = new ArrayPages[2];
    private final Counters counters = new Counters();
    private final JoinedState state;

    // Room used again at each step.
    private final Encoded encoded;
    private final Softmax softmax;
    private final int width;
    private final int[] slots;
    private final float[] states;
    private final float[] nexts;
    private final double[] goals;
    private final int[] lasts;
    private final double[] discounts;

    private long transitions;
    private double square; // running mean of squared rewards
    private double logTemperature;
    private double loss; // smoothed
    private double entropy; // smoothed
    private double value; // smoothed

    Sac(SacSpec spec, DecisionProblem problem, long seed) {
        this.spec = spec;
        this.problem = problem;
        this.seed = seed;
        int actions = Allowed.declared(spec.algorithm(), problem);
        DenseInput input = new DenseInput(problem.context());
        DenseKernel kernel = DenseKernel.best();
        this.width = input.width();
        int[] hidden = spec.hidden().stream().mapToInt(Integer::intValue).toArray();
        NetworkSpec shape = new NetworkSpec(width, hidden, Activation.RELU, false, actions);
        this.moments = new RunningMoments(input);
        this.rewards = new ReturnScale(spec.centreRewards());
        this.ring = new TransitionRing(spec.replayCapacity(), width, actions);
        this.chain = new NStep(ring, spec.nStep());
        this.actor = new Trained(shape, kernel, spec.batch(), spec.learningRate(), spec.clip());
        Initializer.ORTHOGONAL.fill(actor.network, 0.01f, seed);
        List<StatePart> parts = new ArrayList<>(List.of(counters, actor.weights, actor.memory));
        for (int c = 0; c < 2; c++) {
            critics[c] = new Trained(shape, kernel, spec.batch(), spec.learningRate(), spec.clip());
            Initializer.ORTHOGONAL.fill(critics[c].network, 1f, seed ^ (0x637269746963L + c)); // "critic"
            targets[c] = new Network(shape, kernel);
            targets[c].copyFrom(critics[c].network);
            targetTapes[c] = new Tape(shape, spec.batch());
            targetPages[c] = new ArrayPages(targets[c].parameters());
            parts.addAll(List.of(critics[c].weights, critics[c].memory, targetPages[c]));
        }
        parts.add(ring.pages());
        this.state = new JoinedState(parts);
        this.encoded = new Encoded(problem, input);
        this.softmax = new Softmax(actions, spec.floor());
        this.slots = new int[spec.batch()];
        this.states = new float[spec.batch() * width];
        this.nexts = new float[spec.batch() * width];
        this.goals = new double[spec.batch()];
        this.lasts = new int[spec.batch()];
        this.discounts = new double[spec.batch()];
    }

    @Override
    public void observe(Experience experience) {
        encoded.set(experience);
        transitions++;
        counters.touch();
        moments.add(encoded.state, 0);
        rewards.reward(experience.reward());
        double shown = rewards.centred(experience.reward());
        square += Math.max(1.0 / transitions, 1e-5) * (shown * shown - square);
        if (!encoded.complete) {
            return; // nothing to bootstrap from
        }
        encoded.appendTo(ring, experience);
        long n = ring.appended();
        if (n >= spec.warmUp() && (n - spec.warmUp()) % spec.trainEvery() == 0) {
            train();
        }
    }

    private double unit() {
        return square > LEAST_SQUARE ? Math.sqrt(square) : 1;
    }

    private void train() {
        UniformSampling.sample(seed, actor.adam.steps(), ring.size(), slots);
        gather();
        bootstrap();
        double temperature = StrictMath.exp(logTemperature);
        float[] first = critics[0].forward(states, spec.batch());
        float[] second = critics[1].forward(states, spec.batch());
        double surplus = improve(temperature, first, second);
        fit(critics[0], first);
        fit(critics[1], second);
        actor.descend();
        double log = logTemperature - spec.learningRate() * surplus;
        logTemperature = Math.max(-MAX_LOG, Math.min(MAX_LOG, log));
        for (int c = 0; c < 2; c++) {
            targets[c].average(critics[c].network, (float) spec.tau());
            targetPages[c].touch();
        }
    }

    /** States, rewards and what follows, of the slots that were drawn. */
    private void gather() {
        Normaliser normaliser = moments.normaliser();
        double unit = unit();
        double offset = spec.centreRewards() ? rewards.rewardMean() : 0;
        for (int i = 0; i < slots.length; i++) {
            chain.follow(slots[i]);
            int last = chain.last();
            normaliser.apply(ring.row(slots[i]), ring.rowAt(slots[i]), states, i * width);
            normaliser.apply(ring.row(last), ring.rowAt(last) + width, nexts, i * width);
            goals[i] = (chain.reward() - offset * chain.weight()) / unit;
            discounts[i] = chain.discount();
            lasts[i] = last;
        }
    }

    /** Adds to each goal what the policy expects of s', entropy included, by the lesser of the target critics. */
    private void bootstrap() {
        double temperature = StrictMath.exp(logTemperature);
        float[] logits = actor.forward(nexts, slots.length);
        targets[0].forward(nexts, slots.length, targetTapes[0]);
        targets[1].forward(nexts, slots.length, targetTapes[1]);
        float[] first = targetTapes[0].outputs();
        float[] second = targetTapes[1].outputs();
        int stride = actor.tape.stride();
        for (int i = 0; i < slots.length; i++) {
            if (discounts[i] > 0) {
                int[] allowed = Masks.allowed(ring, lasts[i], true);
                softmax.set(logits, i * stride, allowed);
                double expected = 0;
                for (int j = 0; j < allowed.length; j++) {
                    int at = i * stride + allowed[j];
                    double q = Math.min(first[at], second[at]);
                    expected += softmax.p(j) * (q - temperature * softmax.logP(j));
                }
                goals[i] += discounts[i] * expected;
            }
        }
    }

    /**
     * The actor's gradient: ∂/∂logit(j) Σ p (α log p − q) = p(j) ((α log p(j) − q(j)) − Σ p (α log p − q)).
     *
     * @return mean entropy above what is asked for
     */
    private double improve(double temperature, float[] first, float[] second) {
        float[] logits = actor.forward(states, slots.length);
        float[] gradient = actor.outputGradient();
        int stride = actor.tape.stride();
        double surplus = 0;
        double entropies = 0;
        double values = 0;
        for (int i = 0; i < slots.length; i++) {
            int[] allowed = Masks.allowed(ring, slots[i], false);
            softmax.set(logits, i * stride, allowed);
            double mean = 0;
            for (int j = 0; j < allowed.length; j++) {
                int at = i * stride + allowed[j];
                mean += softmax.p(j) * (temperature * softmax.logP(j) - Math.min(first[at], second[at]));
            }
            for (int j = 0; j < allowed.length; j++) {
                int at = i * stride + allowed[j];
                double cost = temperature * softmax.logP(j) - Math.min(first[at], second[at]);
                gradient[at] = (float) (softmax.p(j) * (cost - mean) / slots.length);
            }
            double h = softmax.entropy();
            entropies += h;
            values -= mean;
            surplus += h - spec.targetEntropy() * StrictMath.log(allowed.length);
        }
        entropy += 0.01 * (entropies / slots.length - entropy);
        value += 0.01 * (values / slots.length - value);
        return surplus / slots.length;
    }

    /** One step of a critic to the goals, after its forward pass. */
    private void fit(Trained critic, float[] outputs) {
        float[] gradient = critic.outputGradient();
        double squares = 0;
        for (int i = 0; i < slots.length; i++) {
            int at = i * critic.tape.stride() + ring.action(slots[i]);
            double error = outputs[at] - goals[i];
            squares += error * error;
            gradient[at] = (float) (Math.max(-1, Math.min(1, error)) / slots.length); // Huber
        }
        critic.descend();
        loss += 0.01 * (squares / slots.length - loss);
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
        Network snapshot = new Network(actor.network.spec(), DenseKernel.best());
        snapshot.copyFrom(actor.network);
        if (!snapshot.finite()) {
            throw new IllegalStateException("a weight is not finite after " + actor.adam.steps()
                    + " training steps: nothing is published; lower learning-rate, or look at the size of rewards");
        }
        return new NetworkPolicy(
                problem, moments.snapshot(), snapshot, NetworkPolicy.Head.SOFTMAX, spec.floor(), 1, transitions);
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("training-steps", (double) actor.adam.steps());
        metrics.put("replay", (double) ring.size());
        metrics.put("critic-loss", loss);
        metrics.put("entropy", entropy);
        metrics.put("temperature", StrictMath.exp(logTemperature) * unit());
        metrics.put("value", value * unit());
        metrics.put("mean-reward", rewards.rewardMean());
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

    /** What changes at every transition, weights and replay aside. */
    private final class Counters extends BytePages {
        @Override
        protected int bytes() {
            return 2 * Long.BYTES + 5 * Double.BYTES + moments.bytes() + ReturnScale.BYTES;
        }

        @Override
        protected void write(ByteBuffer out) {
            out.putLong(transitions).putLong(actor.adam.steps());
            out.putDouble(square).putDouble(logTemperature);
            out.putDouble(loss).putDouble(entropy).putDouble(value);
            moments.write(out);
            rewards.write(out);
        }

        @Override
        protected void check(ByteBuffer in) {
            long counted = in.getLong();
            long steps = in.getLong();
            if (counted < 0 || steps < 0) {
                throw new IllegalArgumentException(
                        "counts must not be negative, were " + counted + " transitions and " + steps + " steps");
            }
            for (int i = 0; i < 5; i++) {
                double number = in.getDouble();
                if (!Double.isFinite(number)) {
                    throw new IllegalArgumentException("counters must be finite, had " + number);
                }
            }
            moments.validate(in);
            ReturnScale.check(in);
        }

        @Override
        protected void read(ByteBuffer in) {
            transitions = in.getLong();
            long steps = in.getLong();
            actor.adam.resume(steps);
            critics[0].adam.resume(steps);
            critics[1].adam.resume(steps);
            square = in.getDouble();
            logTemperature = in.getDouble();
            loss = in.getDouble();
            entropy = in.getDouble();
            value = in.getDouble();
            moments.read(in);
            rewards.read(in);
        }
    }
}
