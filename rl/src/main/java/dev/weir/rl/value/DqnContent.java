package dev.weir.rl.value;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.policy.Policy;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Binary form of a version of DQN, big-endian: magic, transitions, fingerprint of features and actions, hidden widths,
 * activation, layer norm, quantiles, dueling, basis, ε, unit of values, normaliser, weights. Every valid model has exactly one
 * form.
 */
public final class DqnContent {
    /** First four bytes: "WDQ1". */
    public static final int MAGIC = 0x57445131;

    private static final int MAX_LAYERS = 16;
    private static final int FIXED = 4 + 8 + 8 + 4 + 1 + 1 + 4 + 1 + 4 + 8 + 8;

    private DqnContent() {}

    static byte[] write(DqnPolicy policy) {
        NetworkSpec shape = policy.network().spec();
        int[] hidden = shape.hidden();
        int width = policy.normaliser().mean().length;
        ByteBuffer out = ByteBuffer.allocate(FIXED
                + hidden.length * Integer.BYTES
                + Normaliser.bytes(width)
                + policy.network().bytes());
        out.putInt(MAGIC).putLong(policy.transitions()).putLong(fingerprint(policy.problem()));
        out.putInt(hidden.length);
        for (int units : hidden) {
            out.putInt(units);
        }
        out.put((byte) shape.activation().ordinal()).put((byte) (shape.layerNorm() ? 1 : 0));
        out.putInt(policy.head().quantiles()).put((byte) (policy.head().dueling() ? 1 : 0));
        out.putInt(policy.head().basis());
        out.putDouble(policy.epsilon()).putDouble(policy.unit());
        policy.normaliser().write(out);
        policy.network().write(out);
        return out.array();
    }

    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException naming what does not fit this problem, is not finite, or is not the whole content
     */
    public static Policy read(byte[] content, DecisionProblem problem) {
        ByteBuffer in = ByteBuffer.wrap(content);
        try {
            Check.within("magic", in.getInt(), MAGIC, MAGIC);
            long transitions = in.getLong();
            Check.within("transitions", transitions, 0, Long.MAX_VALUE);
            long fingerprint = in.getLong();
            if (fingerprint != fingerprint(problem) || problem.actions() instanceof ActionSpace.Candidates) {
                throw new IllegalArgumentException("content is for other features or actions: fingerprint must be "
                        + fingerprint(problem) + ", was " + fingerprint);
            }
            return model(in, problem, transitions);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("content ends too early, after " + content.length + " bytes", e);
        }
    }

    private static Policy model(ByteBuffer in, DecisionProblem problem, long transitions) {
        int layers = in.getInt();
        Check.within("hidden layers", layers, 0, MAX_LAYERS);
        int[] hidden = new int[layers];
        for (int l = 0; l < layers; l++) {
            hidden[l] = in.getInt();
        }
        int activation = in.get();
        Check.within("activation", activation, 0, Activation.values().length - 1);
        boolean layerNorm = flag("layer-norm", in.get());
        int quantiles = in.getInt();
        Check.within("quantiles", quantiles, 1, 512);
        int actions = problem.actionCount(new Situation(Features.NONE, List.of(), null));
        QHead head = new QHead(actions, quantiles, flag("dueling", in.get()), basis(in.getInt()));
        double epsilon = in.getDouble();
        Check.within("epsilon", epsilon, 0, 1);
        double unit = in.getDouble();
        Check.positive("unit", unit, Double.MAX_VALUE);
        int width = new DenseInput(problem.context()).width();
        NetworkSpec shape = new NetworkSpec(width, hidden, Activation.values()[activation], layerNorm, head.outputs());
        int expected = Normaliser.bytes(width) + shape.parameters() * Float.BYTES;
        Check.within("bytes of numbers", in.remaining(), expected, expected); // before anything is allocated
        Normaliser normaliser = Normaliser.read(in, width);
        Network network = new Network(shape, DenseKernel.best());
        network.read(in);
        return new DqnPolicy(problem, head, network, normaliser, unit, epsilon, transitions);
    }

    private static int basis(int basis) {
        Check.within("basis", basis == 0 ? DqnSpec.LEAST_BASIS : basis, DqnSpec.LEAST_BASIS, DqnSpec.MOST_BASIS);
        return basis;
    }

    private static boolean flag(String what, byte value) {
        Check.within(what, value, 0, 1);
        return value == 1;
    }

    private static long fingerprint(DecisionProblem problem) {
        return Hashing.murmur3_128().hashBytesToLong(problem.toString().getBytes(StandardCharsets.UTF_8));
    }
}
