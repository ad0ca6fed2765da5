package dev.weir.rl.bandit;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.policy.Policy;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary form of a version of the linear bandit, big-endian: magic, transitions, fingerprint of features and actions,
 * hinges, terms, exploration, d, θ, spread. Every valid model has exactly one form.
 */
public final class LinearContent {
    /** First four bytes: "WLB1". */
    public static final int MAGIC = 0x574C4231;

    private static final int MAX_TERMS = 4096;
    private static final int MAX_NAME = 4096;

    private LinearContent() {}

    static byte[] write(LinearPolicy policy, int hinges) {
        LinearModel model = policy.model();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeLong(model.transitions());
            out.writeLong(fingerprint(policy.encoder().problem()));
            out.writeInt(hinges);
            out.writeInt(policy.encoder().interactions().size());
            for (List<String> term : policy.encoder().interactions()) {
                out.writeInt(term.size());
                for (String name : term) {
                    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
            write(model.exploration(), out);
            out.writeInt(model.mean().length);
            write(model.mean(), out);
            write(model.spread(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(double[] numbers, DataOutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Double.BYTES);
        buffer.asDoubleBuffer().put(numbers);
        out.write(buffer.array());
    }

    private static void write(Exploration exploration, DataOutputStream out) throws IOException {
        if (exploration instanceof Exploration.Thompson t) {
            out.writeByte(0);
            out.writeInt(t.draws());
            out.writeDouble(t.scale());
        } else if (exploration instanceof Exploration.LinUcb u) {
            out.writeByte(1);
            out.writeDouble(u.alpha());
        } else {
            out.writeByte(2);
        }
        out.writeDouble(exploration.floor());
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
            int hinges = bounded("hinges", in.getInt(), 0, 256);
            LinearEncoder encoder = new LinearEncoder(problem, terms(in), hinges);
            Exploration exploration = exploration(in);
            int d = in.getInt();
            expect("places of the model", d, encoder.width());
            long spread = LinearModel.spread(exploration, d);
            expect("bytes of numbers", in.remaining(), (d + spread) * Double.BYTES); // before anything is allocated
            double[] mean = numbers(in, d);
            return new LinearPolicy(
                    encoder, new LinearModel(transitions, exploration, mean, numbers(in, (int) spread)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("content ends too early, after " + content.length + " bytes", e);
        }
    }

    private static List<List<String>> terms(ByteBuffer in) {
        List<List<String>> terms = new ArrayList<>();
        int count = bounded("terms", in.getInt(), 0, MAX_TERMS);
        for (int t = 0; t < count; t++) {
            List<String> term = new ArrayList<>();
            int names = bounded("names of a term", in.getInt(), 1, 4);
            for (int i = 0; i < names; i++) {
                byte[] utf8 = new byte[bounded("bytes of a name", in.getInt(), 1, MAX_NAME)];
                in.get(utf8);
                term.add(new String(utf8, StandardCharsets.UTF_8));
            }
            terms.add(term);
        }
        return terms;
    }

    private static Exploration exploration(ByteBuffer in) {
        byte kind = in.get();
        if (kind == 0) {
            int draws = bounded("draws", in.getInt(), 1, 10_000);
            return new Exploration.Thompson(draws, finite(in.getDouble()), floor(in.getDouble()));
        } else if (kind == 1) {
            return new Exploration.LinUcb(finite(in.getDouble()), floor(in.getDouble()));
        }
        expect("kind of exploration", kind, 2);
        return new Exploration.EpsilonGreedy(floor(in.getDouble()));
    }

    private static double[] numbers(ByteBuffer in, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = finite(in.getDouble());
        }
        return numbers;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("content must hold finite numbers, had " + value);
        }
        return value;
    }

    private static double floor(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("floor must be in [0, 1), was " + value);
        }
        return value;
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
