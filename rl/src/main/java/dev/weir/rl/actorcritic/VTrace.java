package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.BytePages;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.replay.TransitionRing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Actor-critic with V-trace (Espeholt et al. 2018, equation 1) from logged propensities, on the latest transitions, each
 * unit's in a chain: v(s) = V(s) + Σ γᵗ (Π c) δ, δ = ρ (r + γ V(s') − V(s)), ρ = min(ρ̄, π / π_b), c = λ min(1, π / π_b). The
 * critic goes to v, the actor along (π / π_b) (r + γ v(s') − V(s)) ∇log π and its entropy, within a trust region (Schulman
 * et al. 2017). See docs/algorithms/v-trace.md.
 */
final class VTrace implements Learner {
    private static final double MAX_PUSH = 10; // weight of a transition whose action has become much likelier

    private final VTraceSpec spec;
    private final DecisionProblem problem;
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final TransitionRing ring;
    private final Trained actor;
    private final Trained critic;
    private final Counters counters = new Counters();
    private final JoinedState state;

    // Room used again in each round; by slot of the ring.
    private final Encoded encoded;
    private final Softmax softmax;
    private final int width;
    private final float[] rows;
    private final double[] values;
    private final double[] nextValues;
    private final double[] ratios;
    private final double[] targets;
    private final double[] advantages;
    private final double[] sums;
    private long transitions;
    private double loss; // smoothed
    private double entropy; // smoothed
    private double norm; // smoothed

    VTrace(VTraceSpec spec, DecisionProblem problem, long seed) {
        this.spec = spec;
        this.problem = problem;
        int actions = Allowed.declared(spec.algorithm(), problem);
        DenseInput input = new DenseInput(problem.context());
        DenseKernel kernel = DenseKernel.best();
        this.width = input.width();
        int[] hidden = spec.hidden().stream().mapToInt(Integer::intValue).toArray();
        NetworkSpec actorShape = new NetworkSpec(width, hidden, Activation.TANH, false, actions);
        this.moments = new RunningMoments(input);
        this.scale = new ReturnScale(spec.centreRewards());
        this.ring = new TransitionRing(spec.window(), width, actions);
        this.actor = new Trained(actorShape, kernel, spec.batch(), spec.learningRate(), spec.clip());
        this.critic = new Trained(
                new NetworkSpec(width, hidden, Activation.TANH, false, 1),
                kernel,
                spec.batch(),
                spec.learningRate(),
                spec.clip());
        Initializer.ORTHOGONAL.fill(actor.network, 0.01f, seed);
        Initializer.ORTHOGONAL.fill(critic.network, 1f, seed ^ 0x637269746963L); // "critic"
        this.encoded = new Encoded(problem, input);
        this.softmax = new Softmax(actions, spec.floor());
        int n = spec.window();
        this.rows = new float[spec.batch() * width];
        this.values = new double[n];
        this.nextValues = new double[n];
        this.ratios = new double[n];
        this.targets = new double[n];
        this.advantages = new double[n];
        this.sums = new double[n];
        this.state = new JoinedState(
                List.of(counters, actor.weights, actor.memory, critic.weights, critic.memory, ring.pages()));
    }

    @Override
    public void observe(Experience experience) {
        encoded.set(experience);
        transitions++;
        counters.touch();
        moments.add(encoded.state, 0);
        scale.reward(experience.reward());
        if (!encoded.complete) {
            return; // nothing to bootstrap from
        }
        encoded.appendTo(ring, experience);
        if (ring.appended() >= spec.window() && ring.appended() % spec.trainEvery() == 0) {
            accumulate();
            for (int epoch = 0; epoch < spec.epochs(); epoch++) {
                evaluate();
                correct();
                for (int from = 0; from + spec.batch() <= ring.size(); from += spec.batch()) {
                    descend(from);
                }
            }
        }
    }

    /** Slot of the k-th oldest transition. */
    private int slot(int k) {
        return (int) ((ring.appended() + k) % ring.size()); // the ring is full
    }

    /** Slot of the transition that continues this one from the very state it led to, or NONE: a new episode may begin at the next step. */
    private int successor(int slot) {
        int next = ring.successor(slot);
        if (next == TransitionRing.NONE) {
            return next;
        }
        int after = ring.rowAt(slot) + width;
        int at = ring.rowAt(next);
        boolean same = Arrays.equals(ring.row(slot), after, after + width, ring.row(next), at, at + width);
        return same ? next : TransitionRing.NONE;
    }

    /** Lets the scale of returns see the newest transitions, each chain from where the window begins. */
    private void accumulate() {
        int n = ring.size();
        Arrays.fill(sums, 0);
        for (int k = 0; k < n; k++) {
            int s = slot(k);
            double sum = sums[s] + scale.centred(ring.reward(s)); // sums[s]: what came before, discounted
            if (k >= n - spec.trainEvery()) {
                scale.sum(sum);
            }
            int next = successor(s);
            if (next != TransitionRing.NONE) {
                sums[next] = ring.discount(s) * sum;
            }
        }
    }

    /** Values of s and, at ends of chains, of s'; logits and importance ratios. */
    private void evaluate() {
        Normaliser normaliser = moments.normaliser();
        int n = ring.size();
        for (int from = 0; from < n; from += spec.batch()) {
            int count = Math.min(spec.batch(), n - from);
            gather(normaliser, from, count, 0);
            float[] v = critic.forward(rows, count);
            float[] a = actor.forward(rows, count);
            for (int i = 0; i < count; i++) {
                int s = slot(from + i);
                values[s] = v[i * critic.tape.stride()];
                softmax.set(a, i * actor.tape.stride(), allowed(s));
                ratios[s] = softmax.probability(place(s)) / ring.propensity(s);
            }
            gather(normaliser, from, count, width);
            v = critic.forward(rows, count);
            for (int i = 0; i < count; i++) {
                nextValues[slot(from + i)] = v[i * critic.tape.stride()];
            }
        }
    }

    private void gather(Normaliser normaliser, int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            int s = slot(from + i);
            normaliser.apply(ring.row(s), ring.rowAt(s) + at, rows, i * width);
        }
    }

    /** V-trace targets and advantages, from the newest back: a successor is always newer. */
    private void correct() {
        double deviation = scale.deviation();
        for (int k = ring.size() - 1; k >= 0; k--) {
            int s = slot(k);
            int next = successor(s);
            boolean end = next == TransitionRing.NONE;
            double discount = ring.discount(s);
            double reward = scale.centred(ring.reward(s)) / deviation;
            double ratio = Math.min(spec.maxRatio(), ratios[s]);
            double error = reward + discount * (end ? nextValues[s] : values[next]) - values[s];
            double later = end ? 0 : targets[next] - values[next];
            targets[s] = values[s] + ratio * error + discount * spec.lambda() * Math.min(1, ratios[s]) * later;
            advantages[s] = reward + discount * (end ? nextValues[s] : targets[next]) - values[s];
        }
        standardise();
    }

    /** Advantages less their mean, over their deviation: steps are then of one size whatever rewards are. */
    private void standardise() {
        double mean = 0;
        double squares = 0;
        for (double advantage : advantages) {
            mean += advantage / advantages.length;
        }
        for (double advantage : advantages) {
            squares += (advantage - mean) * (advantage - mean) / advantages.length;
        }
        double deviation = Math.sqrt(squares + 1e-8);
        for (int s = 0; s < advantages.length; s++) {
            advantages[s] = (advantages[s] - mean) / deviation;
        }
    }

    /** One step of both networks on a slice of the window. */
    private void descend(int from) {
        int count = spec.batch();
        gather(moments.normaliser(), from, count, 0);
        float[] v = critic.forward(rows, count);
        float[] valueGradient = critic.outputGradient();
        double squares = 0;
        for (int i = 0; i < count; i++) {
            int at = i * critic.tape.stride();
            double error = v[at] - targets[slot(from + i)];
            squares += error * error;
            valueGradient[at] = (float) (error / count);
        }
        double criticNorm = critic.descend();
        float[] a = actor.forward(rows, count);
        float[] logitGradient = actor.outputGradient();
        double entropies = 0;
        for (int i = 0; i < count; i++) {
            int s = slot(from + i);
            int at = i * actor.tape.stride();
            int[] allowed = allowed(s);
            softmax.set(a, at, allowed);
            entropies += softmax.entropy();
            int place = place(s);
            double ratio = softmax.probability(place) / ring.propensity(s);
            double push = trusted(ratio, advantages[s]) ? Math.min(MAX_PUSH, ratio) * advantages[s] : 0;
            softmax.addGradient(place, -push / count, -spec.entropy() / count, allowed, logitGradient, at);
        }
        double actorNorm = actor.descend();
        loss += 0.01 * (squares / count - loss);
        entropy += 0.01 * (entropies / count - entropy);
        norm += 0.01 * (Math.max(criticNorm, actorNorm) - norm);
    }

    /** False once the policy has gone as far from the logged one as it may, in the direction that it is pushed. */
    private boolean trusted(double ratio, double advantage) {
        return advantage > 0 ? ratio < 1 + spec.trust() : ratio > 1 - spec.trust();
    }

    /** Declared actions allowed in a slot's s, from its mask. */
    private int[] allowed(int slot) {
        return Masks.allowed(ring, slot, false);
    }

    private int place(int slot) {
        return Allowed.place(allowed(slot), ring.action(slot));
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
        metrics.put("value-loss", loss);
        metrics.put("entropy", entropy);
        metrics.put("gradient-norm", norm);
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

    /** What changes at every transition, weights and window aside. */
    private final class Counters extends BytePages {
        @Override
        protected int bytes() {
            return 2 * Long.BYTES + 3 * Double.BYTES + moments.bytes() + ReturnScale.BYTES;
        }

        @Override
        protected void write(ByteBuffer out) {
            out.putLong(transitions).putLong(actor.adam.steps());
            out.putDouble(loss).putDouble(entropy).putDouble(norm);
            moments.write(out);
            scale.write(out);
        }

        @Override
        protected void check(ByteBuffer in) {
            long counted = in.getLong();
            long steps = in.getLong();
            if (counted < 0 || steps < 0) {
                throw new IllegalArgumentException(
                        "counts must not be negative, were " + counted + " transitions and " + steps + " steps");
            }
            for (int i = 0; i < 3; i++) {
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
            critic.adam.resume(steps);
            loss = in.getDouble();
            entropy = in.getDouble();
            norm = in.getDouble();
            moments.read(in);
            scale.read(in);
        }
    }
}
