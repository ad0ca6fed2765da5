package dev.weir.learner.learn;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Codec;
import java.util.List;

/** Records of a made-up {@code transitions}. */
public final class Log {
    /** Versions every five transitions. */
    public static final String YAML = """
            problem: banners
            features:
              - {name: device, type: categorical, values: [phone, desktop]}
              - {name: visits, type: numeric, missing: 0}
            actions: {ids: [a, b, c]}
            default-action: a
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks:
              linear:
                algorithm: {name: linear}
                exploration: {name: thompson, draws: 8}
                publish: {every-transitions: 5}
                seed: 3
            """;

    private Log() {}

    /** A problem file put in force. */
    public static byte[] problem(String yaml) {
        ProblemFile file = ProblemFiles.parse(yaml);
        return Codec.of(ProblemApplied.class).encode(new ProblemApplied(file.hash(), yaml, 1000L, "test"));
    }

    /** The i-th transition, closed at {@code 1000 + i}. */
    public static byte[] transition(int i) {
        return transition(i, List.of("a", "b", "c").get(i % 3));
    }

    /** A transition with this action. */
    public static byte[] transition(int i, String action) {
        Situation situation = new Situation(
                new Features(List.of((double) (i % 7)), List.of(i % 2 == 0 ? "phone" : "desktop")), null, null);
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setAction(action)
                .setPropensity(1 / 3.0)
                .setPmf(List.of(1 / 3.0, 1 / 3.0, 1 / 3.0))
                .setSituation(situation)
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("linear")
                .build();
        Transition transition = Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(1000L + i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(i % 3 == 1 ? 1 : 0.1 * (i % 4))
                .setDiscount(0)
                .build();
        return Codec.of(Transition.class).encode(transition);
    }

    /** A joiner's watermark. */
    public static byte[] tick(long time) {
        return Codec.of(Tick.class).encode(new Tick(time, "joiner-0", null));
    }
}
