package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.Tape;
import dev.weir.rl.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that reads a situation and says something of each declared action, and how that becomes probabilities.
 * Immutable and safe for use by many threads.
 */
public final class NetworkPolicy implements Policy {
    /** How outputs become probabilities. */
    public enum Head {
        /** Outputs are logits; values are log-probabilities. */
        SOFTMAX,
        /** Outputs are values; the greatest is done but for the floor, equal ones share. */
        GREEDY
    }

    final DecisionProblem problem;
    final DenseInput input;
    final Normaliser normaliser;
    final Network network;
    final Head head;
    final double floor;
    final double unit;
    final long transitions;

    /**
     * Whoever gives network and normaliser changes them no more.
     *
     * @param floor       probability in [0, 1] that is spread evenly over the allowed actions
     * @param unit        what an output of 1 is in the problem's reward unit; 1 for logits
     * @param transitions that the learner had seen
     */
    public NetworkPolicy(
            DecisionProblem problem,
            Normaliser normaliser,
            Network network,
            Head head,
            double floor,
            double unit,
            long transitions) {
        this.problem = problem;
        this.input = new DenseInput(problem.context());
        this.normaliser = normaliser;
        this.network = network;
        this.head = head;
        this.floor = floor;
        this.unit = unit;
        this.transitions = transitions;
    }

    /**
     * A learner's network as it is now, copied: a version decides with this room's kernel, whatever it was trained with.
     *
     * @throws IllegalStateException if a weight is not finite
     */
    public static NetworkPolicy snapshot(
            DecisionProblem problem,
            Normaliser normaliser,
            Network live,
            Head head,
            double floor,
            double unit,
            long transitions) {
        Network copy = new Network(live.spec(), DenseKernel.best());
        copy.copyFrom(live);
        if (!copy.finite()) {
            throw new IllegalStateException("a weight is not finite after " + transitions
                    + " transitions: nothing is published; lower learning-rate, or look at the size of rewards");
        }
        return new NetworkPolicy(problem, normaliser, copy, head, floor, unit, transitions);
    }

    @Override
    public Judgement judge(Situation situation) {
        float[] row = new float[input.width()];
        input.encode(situation.features(), row, 0);
        normaliser.apply(row, 0, row, 0);
        int[] allowed = Allowed.of(problem, situation);
        double[] values = values(row, allowed);
        int n = allowed.length;
        double[] pmf = new double[n];
        if (head == Head.SOFTMAX) {
            for (int i = 0; i < n; i++) {
                pmf[i] = (1 - floor) * StrictMath.exp(values[i]) + floor / n;
            }
            return new Judgement(pmf, values);
        }
        double best = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            best = Math.max(best, value);
        }
        int ties = 0;
        for (double value : values) {
            ties += value == best ? 1 : 0;
        }
        for (int i = 0; i < n; i++) {
            pmf[i] = (values[i] == best ? (1 - floor) / ties : 0) + floor / n;
        }
        return new Judgement(pmf, values);
    }

    /** Log-probabilities or values of the allowed actions. */
    private double[] values(float[] row, int[] allowed) {
        Tape tape = new Tape(network.spec(), 1);
        network.forward(row, 1, tape);
        double[] values = new double[allowed.length];
        if (head == Head.SOFTMAX) {
            Softmax softmax = new Softmax(network.spec().outputs(), floor);
            softmax.set(tape.outputs(), 0, allowed);
            for (int i = 0; i < values.length; i++) {
                values[i] = softmax.logP(i);
            }
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = unit * tape.outputs()[allowed[i]];
            }
        }
        return values;
    }

    /**
     * From the mean situation (every place 0 once normalised) to this one, feature by feature in their order: what each
     * step adds.
     */
    @Override
    public List<Contribution> contributions(Situation situation, int place) {
        float[] row = new float[input.width()];
        input.encode(situation.features(), row, 0);
        normaliser.apply(row, 0, row, 0);
        int[] allowed = Allowed.of(problem, situation);
        float[] partial = new float[row.length];
        double before = values(partial, allowed)[place];
        List<Contribution> all = new ArrayList<>();
        all.add(new Contribution("(mean situation)", before));
        for (int f = 0; f < input.features(); f++) {
            int from = input.offset(f);
            System.arraycopy(row, from, partial, from, input.offset(f + 1) - from);
            double value = values(partial, allowed)[place];
            all.add(new Contribution(input.featureName(f), value - before));
            before = value;
        }
        return all;
    }
}
