package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.feature.RunningMoments;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.JoinedState;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.replay.TransitionRing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Actor-critic with V-trace (Espeholt et al. 2018, equation 1) from logged propensities, on the latest transitions, each
 * unit's in a chain: v(s) = V(s) + Σ γᵗ (Π c) δ, δ = ρ (r + γ V(s') − V(s)), ρ = min(ρ̄, π / π_b), c = λ min(1, π / π_b). The
 * critic goes to v, the actor along (π / π_b) (r + γ v(s') − V(s)) ∇log π and its entropy, within a trust region (Schulman
 * et al. 2017). See docs/algorithms/v-trace.md.
 */
final class VTrace implements Learner {
    // Numbers of the tally.
    private static final int LOSS = 0;
    private static final int ENTROPY = 1;
    private static final int NORM = 2;

    private static final double SMOOTHING = 0.01;
    private static final double MAX_PUSH = 10; // weight of a transition whose action has become much likelier

    private final VTraceSpec spec;
    private final DecisionProblem problem;
    private final RunningMoments moments;
    private final ReturnScale scale;
    private final TransitionRing ring;
    private final Trained actor;
    private final Trained critic;
    private final Tally tally;
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
        this.tally = new Tally(moments, scale, this::resume, "value-loss", "entropy", "gradient-norm");
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
                List.of(tally, actor.weights, actor.memory, critic.weights, critic.memory, ring.pages()));
    }

    @Override
    public void observe(Experience experience) {
        encoded.set(experience);
        tally.observed();
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

    private void resume(long steps) {
        actor.adam.resume(steps);
        critic.adam.resume(steps);
    }

    /** Slot of the k-th oldest transition. */
    private int slot(int k) {
        return (int) ((ring.appended() + k) % ring.size()); // the ring is full
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
            int next = ring.successor(s);
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
            int next = ring.successor(s);
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
        tally.trained();
        tally.smooth(LOSS, SMOOTHING, squares / count);
        tally.smooth(ENTROPY, SMOOTHING, entropies / count);
        tally.smooth(NORM, SMOOTHING, Math.max(criticNorm, actorNorm));
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
