package dev.weir.systemtests.learner;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up transitions of 16 units whose decisions follow each other: eight numbers, four actions of which now and then
 * some are not allowed, episodes that end, that are cut off without an observation, and that have a gap.
 */
final class EpisodeTransitions {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final int UNITS = 16;
    private static final int FEATURES = 8;

    private EpisodeTransitions() {}

    /** The features and actions that fit, for a problem file. */
    static String problem() {
        return """
                features:
                  - {name: x, type: numeric, size: 8}
                actions: {ids: [a, b, c, d]}
                default-action: a
                episodes: {timeout: PT1H}
                reward: {formula: click, window: PT5S, if-none: 0}
                discount: 0.9
                """;
    }

    /** The i-th. */
    static byte[] transition(int i) {
        int unit = i % UNITS;
        long step = i / UNITS;
        if (step % 37 == 36) {
            step++; // a gap
        }
        SplittableRandom random = new SplittableRandom(i);
        Situation now = situation(unit, step);
        List<Integer> allowed = now.getAllowed();
        int action = allowed == null ? random.nextInt(4) : allowed.get(random.nextInt(allowed.size()));
        double propensity = allowed == null ? 0.25 : 1.0 / allowed.size();
        boolean last = random.nextInt(20) == 0;
        boolean cut = last && random.nextBoolean();
        double reward = now.getFeatures().getNumbers().get(action) + random.nextDouble();
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", unit, i))
                .setTime(i)
                .setUnit("u" + unit)
                .setStep(step)
                .setAction("abcd".substring(action, action + 1))
                .setPropensity(propensity)
                .setPmf(Collections.nCopies(allowed == null ? 4 : allowed.size(), propensity))
                .setSituation(now)
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("dqn")
                .build();
        return TRANSITIONS.encode(Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(reward)
                .setDiscount(last && !cut ? 0 : 0.9)
                .setNext(last ? null : situation(unit, step + 1))
                .setTruncated(cut)
                .build());
    }

    private static Situation situation(int unit, long step) {
        SplittableRandom random = new SplittableRandom(unit * 1_000_003L + step);
        List<Double> numbers = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            numbers.add(random.nextDouble(-1, 1));
        }
        return new Situation(
                new Features(numbers, List.of()), null, random.nextInt(5) == 0 ? List.of(0, 1, 2, 3) : null);
    }
}
