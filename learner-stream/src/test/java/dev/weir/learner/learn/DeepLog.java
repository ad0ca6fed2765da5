package dev.weir.learner.learn;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec;
import java.util.List;
import java.util.function.Consumer;

/** Records of a made-up {@code transitions} of episodes. */
public final class DeepLog {
    /** DQN, versions every ten transitions, training from the twentieth on. */
    public static final String YAML = """
            problem: walks
            features: [{name: x, type: numeric, size: 3}]
            actions: {ids: [a, b]}
            default-action: a
            episodes: {timeout: PT1H}
            reward: {formula: click, window: PT5S, if-none: 0}
            discount: 0.9
            tracks:
              dqn:
                algorithm:
                  name: dqn
                  hidden: [16]
                  batch: 8
                  train-every: 1
                  warm-up: 20
                  replay-capacity: 200
                  n-step: 2
                  prioritised: {alpha: 0.6, beta: 0.4}
                exploration: {name: epsilon-greedy, floor: 0.1}
                publish: {every-transitions: 10}
                seed: 3
            """;

    private DeepLog() {}

    /** The i-th transition. */
    public static byte[] transition(int i) {
        return transition(i, t -> {});
    }

    /** The i-th transition with something changed. */
    public static byte[] transition(int i, Consumer<Transition> change) {
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i % 4, i))
                .setTime(i)
                .setUnit("u" + i % 4)
                .setStep((long) i / 4)
                .setAction(i % 3 == 0 ? "a" : "b")
                .setPropensity(0.5)
                .setPmf(List.of(0.5, 0.5))
                .setSituation(situation(i))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("dqn")
                .build();
        boolean last = i % 29 == 28;
        Transition transition = Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(i % 5)
                .setDiscount(last ? 0 : 0.9)
                .setNext(last ? null : situation(i + 4))
                .build();
        change.accept(transition);
        return Codec.of(Transition.class).encode(transition);
    }

    private static Situation situation(int i) {
        return situation(i % 7 - 3.0, i % 2 + 0.0, i % 11 / 10.0);
    }

    /** A situation with these numbers. */
    static Situation situation(Double... numbers) {
        return new Situation(new Features(List.of(numbers), List.of()), null, null);
    }
}
