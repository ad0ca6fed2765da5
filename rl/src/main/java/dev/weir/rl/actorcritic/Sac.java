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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Soft actor-critic for discrete actions (Christodoulou 2019, arXiv:1910.07207; Haarnoja et al. 2018): two critics to
 * y = r + γ Σ π(a'|s') (min Q⁻(s', a') − α log π(a'|s')), the actor down Σ π (α log π − min Q), α held where the policy's
 * entropy is what is asked for. See docs/algorithms/sac.md.
 */
final class Sac implements Learner {
    // Numbers of the tally.
    private static final int LOSS = 0;
    private static final int ENTROPY = 1;
    private static final int VALUE = 2;
    private static final int SQUARE = 3; // running mean of squared rewards
    private static final int LOG_TEMPERATURE = 4;

    private static final double SMOOTHING = 0.01;
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
    private final Tally tally;
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
        this.tally = new Tally(
                moments,
                rewards,
                this::resume,
                "critic-loss",
                "entropy",
                "value",
                "mean-square-reward",
                "log-temperature");
        List<StatePart> parts = new ArrayList<>(List.of(tally, actor.weights, actor.memory));
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
        tally.observed();
        moments.add(encoded.state, 0);
        rewards.reward(experience.reward());
        double shown = rewards.centred(experience.reward());
        tally.smooth(SQUARE, Math.max(1.0 / tally.transitions(), 1e-5), shown * shown);
        if (!encoded.complete) {
            return; // nothing to bootstrap from
        }
        encoded.appendTo(ring, experience);
        long n = ring.appended();
        if (n >= spec.warmUp() && (n - spec.warmUp()) % spec.trainEvery() == 0) {
            train();
        }
    }

    private void resume(long steps) {
        actor.adam.resume(steps);
        for (Trained critic : critics) {
            critic.adam.resume(steps);
        }
    }

    /** Deviation of rewards around 0 (or their mean): what is learned is a reward over it. */
    private double unit() {
        double square = tally.get(SQUARE);
        return square > LEAST_SQUARE ? Math.sqrt(square) : 1;
    }

    private void train() {
        UniformSampling.sample(seed, tally.steps(), ring.size(), slots);
        gather();
        bootstrap();
        double temperature = StrictMath.exp(tally.get(LOG_TEMPERATURE));
        float[] first = critics[0].forward(states, spec.batch());
        float[] second = critics[1].forward(states, spec.batch());
        double surplus = improve(temperature, first, second);
        fit(critics[0], first);
        fit(critics[1], second);
        actor.descend();
        tally.trained();
        double log = tally.get(LOG_TEMPERATURE) - spec.learningRate() * surplus;
        tally.set(LOG_TEMPERATURE, Math.max(-MAX_LOG, Math.min(MAX_LOG, log)));
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
        double temperature = StrictMath.exp(tally.get(LOG_TEMPERATURE));
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
        tally.smooth(ENTROPY, SMOOTHING, entropies / slots.length);
        tally.smooth(VALUE, SMOOTHING, values / slots.length);
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
        tally.smooth(LOSS, SMOOTHING, squares / slots.length);
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
                problem, moments.snapshot(), actor.network, NetworkPolicy.Head.SOFTMAX, spec.floor(), 1, transitions());
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = tally.metrics();
        metrics.put("training-steps", (double) tally.steps());
        metrics.put("replay", (double) ring.size());
        metrics.put("temperature", StrictMath.exp(tally.get(LOG_TEMPERATURE)) * unit());
        metrics.put("value", tally.get(VALUE) * unit());
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
