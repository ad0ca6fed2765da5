package dev.weir.schemas.wire;

import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Prints rough nanoseconds a call of what stands on the hot path; a figure to publish comes from JMH. */
public final class WireSpeed {
    private static long sink;

    private WireSpeed() {}

    public static void main(String[] arguments) {
        Codec<Decision> decisions = Codec.of(Decision.class);
        Codec<Transition> transitions = Codec.of(Transition.class);
        Decision decision = Records.decision(2);
        Transition transition = Records.transition(2);
        byte[] encoded = decisions.encode(decision);
        byte[] encodedTransition = transitions.encode(transition);
        List<FeatureSpec> specs = new ArrayList<>();
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 32; i++) {
            specs.add(new FeatureSpec.Numeric("feature-" + i, 1, Double.NaN));
            json.append(i == 0 ? "" : ",").append("\"feature-" + i + "\":" + Math.sin(i));
        }
        byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        FeatureReader reader = new FeatureReader(new FeatureSchema(specs));
        for (int round = 0; round < 3; round++) {
            time("encode decision (" + encoded.length + " bytes)", i -> sink += decisions.encode(decision).length);
            time("decode decision", i -> sink += decisions.decode(encoded).getTime());
            time("encode transition", i -> sink += transitions.encode(transition).length);
            time(
                    "decode transition",
                    i -> sink += transitions.decode(encodedTransition).getClosedAt());
            time("record type", i -> sink += RecordType.of(encoded) == RecordType.DECISION ? 1 : 0);
            time(
                    "read 32 features (" + body.length + " bytes)",
                    i -> sink += reader.read(body).numbers().length);
        }
        System.out.println(sink);
    }

    private static void time(String what, IntConsumer call) {
        int n = 300_000;
        long start = System.nanoTime();
        for (int i = 0; i < n; i++) {
            call.accept(i);
        }
        System.out.printf("%-32s %6d ns%n", what, (System.nanoTime() - start) / n);
    }
}
