package dev.weir.rl.value;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.Tape;
import dev.weir.rl.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Acts on action values: the greatest of the allowed ones but for ε, which is spread evenly over them; equal ones share.
 * Immutable and safe for use by many threads.
 */
final class DqnPolicy implements Policy {
    private final DecisionProblem problem;
    private final DenseInput input;
    private final QHead head;
    private final Network network;
    private final Normaliser normaliser;
    private final double unit;
    private final double epsilon;
    private final long transitions;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /** Room of one thread. */
    private final class Scratch {
        final float[] raw = new float[input.width()];
        final float[] normed = new float[network.spec().inputs()];
        final Tape tape = new Tape(network.spec(), 1);
        final float[] theta = new float[head.actions() * head.quantiles()];
    }

    /**
     * One version.
     *
     * @param unit    of the network's values, in the problem's reward unit
     * @param epsilon probability spread over the allowed actions
     */
    DqnPolicy(
            DecisionProblem problem,
            QHead head,
            Network network,
            Normaliser normaliser,
            double unit,
            double epsilon,
            long transitions) {
        this.problem = problem;
        this.input = new DenseInput(problem.context());
        this.head = head;
        this.network = network;
        this.normaliser = normaliser;
        this.unit = unit;
        this.epsilon = epsilon;
        this.transitions = transitions;
    }

    DecisionProblem problem() {
        return problem;
    }

    QHead head() {
        return head;
    }

    Network network() {
        return network;
    }

    Normaliser normaliser() {
        return normaliser;
    }

    double unit() {
        return unit;
    }

    double epsilon() {
        return epsilon;
    }

    long transitions() {
        return transitions;
    }

    @Override
    public Judgement judge(Situation situation) {
        Scratch room = scratch.get();
        input.encode(situation.features(), room.raw, 0);
        normaliser.apply(room.raw, 0, room.normed, 0);
        network.forward(room.normed, 1, room.tape);
        head.quantiles(room.tape.outputs(), 0, room.theta);
        int n = problem.allowedCount(situation);
        double[] values = new double[n];
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            values[i] = head.value(room.theta, problem.actionIndex(situation, i)) * unit;
            best = Math.max(best, values[i]);
        }
        return new Judgement(pmf(values, best), values);
    }

    private double[] pmf(double[] values, double best) {
        int n = values.length;
        int ties = 0;
        for (double value : values) {
            ties += value == best ? 1 : 0;
        }
        double[] pmf = new double[n];
        for (int i = 0; i < n; i++) {
            pmf[i] = (values[i] == best ? (1 - epsilon) / ties : 0) + epsilon / n;
        }
        return pmf;
    }

    /** What the value changes by as features go one after another from their mean to what they are. */
    @Override
    public List<Contribution> contributions(Situation situation, int place) {
        Scratch room = scratch.get();
        int action = problem.actionIndex(situation, place);
        input.encode(situation.features(), room.raw, 0);
        float[] full = new float[room.normed.length];
        normaliser.apply(room.raw, 0, full, 0);
        Arrays.fill(room.normed, 0f);
        List<Contribution> all = new ArrayList<>();
        double before = value(room, action);
        all.add(new Contribution("(mean)", before));
        for (int f = 0; f < input.features(); f++) {
            int from = input.offset(f);
            System.arraycopy(full, from, room.normed, from, input.offset(f + 1) - from);
            double now = value(room, action);
            all.add(new Contribution(input.featureName(f), now - before));
            before = now;
        }
        return all;
    }

    private double value(Scratch room, int action) {
        network.forward(room.normed, 1, room.tape);
        head.quantiles(room.tape.outputs(), 0, room.theta);
        return head.value(room.theta, action) * unit;
    }
}
