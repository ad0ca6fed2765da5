package dev.weir.rl.actorcritic;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.policy.Policy;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Binary form of a {@link NetworkPolicy}, big-endian: magic, transitions, fingerprint of features and actions, head, floor,
 * unit, activation, layer norm, hidden widths, normaliser, weights. Every valid policy has exactly one form.
 */
public final class NetworkContent {
    /** First four bytes: "WNP1". */
    public static final int MAGIC = 0x574E5031;

    private static final int MAX_LAYERS = 16;

    private NetworkContent() {}

    /** Writes a version. */
    public static byte[] write(NetworkPolicy policy) {
        NetworkSpec spec = policy.network.spec();
        int[] hidden = spec.hidden();
        int head = 2 * Integer.BYTES + 2 * Long.BYTES + 2 * Double.BYTES + 3 + hidden.length * Integer.BYTES;
        ByteBuffer out = ByteBuffer.allocate(head + Normaliser.bytes(policy.input.width()) + policy.network.bytes());
        out.putInt(MAGIC).putLong(policy.transitions).putLong(fingerprint(policy.problem));
        out.put((byte) policy.head.ordinal()).putDouble(policy.floor).putDouble(policy.unit);
        out.put((byte) spec.activation().ordinal()).put((byte) (spec.layerNorm() ? 1 : 0));
        out.putInt(hidden.length);
        for (int width : hidden) {
            out.putInt(width);
        }
        policy.normaliser.write(out);
        policy.network.write(out);
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
            expect("magic", in.getInt(), MAGIC);
            long transitions = in.getLong();
            expect("fingerprint of features and actions", in.getLong(), fingerprint(problem));
            NetworkPolicy.Head head = NetworkPolicy.Head.values()[bounded("head", in.get(), 0, 1)];
            double floor = in.getDouble();
            double unit = in.getDouble();
            if (!(floor >= 0 && floor <= 1) || !(unit > 0 && Double.isFinite(unit))) {
                throw new IllegalArgumentException(
                        "floor must be in [0, 1] and unit above 0, were " + floor + " and " + unit);
            }
            Activation activation = Activation.values()[bounded("activation", in.get(), 0, 2)];
            boolean layerNorm = bounded("layer norm", in.get(), 0, 1) == 1;
            int[] hidden = new int[bounded("hidden layers", in.getInt(), 0, MAX_LAYERS)];
            for (int l = 0; l < hidden.length; l++) {
                hidden[l] = bounded("width of a hidden layer", in.getInt(), 1, 65_536);
            }
            int inputs = new DenseInput(problem.context()).width();
            NetworkSpec spec = new NetworkSpec(
                    inputs, hidden, activation, layerNorm, Allowed.declared("of this content", problem));
            expect("bytes of numbers", in.remaining(), Normaliser.bytes(inputs) + bytes(spec)); // before allocating
            Normaliser normaliser = Normaliser.read(in, inputs);
            Network network = new Network(spec, DenseKernel.best());
            network.read(in);
            return new NetworkPolicy(problem, normaliser, network, head, floor, unit, transitions);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("content ends too early, after " + content.length + " bytes", e);
        }
    }

    private static long bytes(NetworkSpec spec) {
        long numbers = 0;
        for (int l = 0; l < spec.layers(); l++) {
            numbers += (spec.fanIn(l) + 1L) * spec.width(l);
        }
        return numbers * Float.BYTES;
    }

    private static int bounded(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be " + min + " to " + max + ", was " + value);
        }
        return value;
    }

    private static void expect(String what, long value, long expected) {
        if (value != expected) {
            throw new IllegalArgumentException(what + " must be " + expected + ", was " + value);
        }
    }

    private static long fingerprint(DecisionProblem problem) {
        return Hashing.murmur3_128().hashBytesToLong(problem.toString().getBytes(StandardCharsets.UTF_8));
    }
}
