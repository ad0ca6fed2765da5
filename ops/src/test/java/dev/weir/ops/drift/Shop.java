package dev.weir.ops.drift;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.util.List;
import java.util.Map;

/** A made-up shop whose transitions can go wrong in one way at a time: two devices, a price, four actions. Deterministic in its seed. */
final class Shop {
    static final String YAML = """
            problem: shop
            features: [{name: price, type: numeric}, {name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b, c, d]}
            default-action: a
            reward: {formula: sold, window: PT10M, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson}, publish: {every-transitions: 50}, seed: 3}}
            alerts: {season: PT0S, segments: [device], warm-up: 1000}
            kafka: {bootstrap.servers: "127.0.0.1:1"}
            """;

    private static final double[] WORTH = {1, 2, 3, 2.5};

    /** What is wrong. */
    enum Wrong {
        NOTHING,
        REWARD,
        REWARD_OF_PHONES,
        CONTEXT,
        POLICY,
        JOIN,
        DELAY,
        PROPENSITY,
        COLLAPSE
    }

    private final long seed;
    private long n;

    Shop(long seed) {
        this.seed = seed;
    }

    static ProblemFile file() {
        return ProblemFiles.read(YAML, Map.of());
    }

    private double uniform(int stream) {
        return CounterRandom.uniform(seed, stream, n);
    }

    private double normal(int stream) {
        return Gaussian.at(seed, stream, n);
    }

    /** The next transition. */
    Transition next(Wrong wrong) {
        n++;
        long time = 1_700_000_000_000L + 1000 * n;
        boolean phone = uniform(1) < 0.5;
        double price = 10 + 2 * normal(2) + (wrong == Wrong.CONTEXT ? 3 : 0);
        double[] pmf = {0.1, 0.2, 0.5, 0.2};
        if (wrong == Wrong.POLICY) {
            pmf = new double[] {0.8, 0.1, 0.05, 0.05};
        }
        double[] drawn = wrong == Wrong.PROPENSITY ? new double[] {0.4, 0.2, 0.2, 0.2} : pmf;
        int action = 0;
        double left = uniform(3);
        while (action < 3 && left >= drawn[action]) {
            left -= drawn[action++];
        }
        if (wrong == Wrong.COLLAPSE) {
            action = 2;
            pmf = new double[] {0.001, 0.001, 0.997, 0.001};
        }
        double reward = WORTH[action] + (phone ? 0.5 : 0) - 0.3 * (price - 10) + normal(4);
        reward -= wrong == Wrong.REWARD || wrong == Wrong.REWARD_OF_PHONES && phone ? 1 : 0;
        boolean defaulted = uniform(5) < (wrong == Wrong.JOIN ? 0.5 : 0.05);
        double delay = 30 * StrictMath.exp(normal(6)) * (wrong == Wrong.DELAY ? 4 : 1);
        Decision decision = Decision.newBuilder()
                .setId("d" + n)
                .setTime(time)
                .setUnit("u" + n % 997)
                .setAction(String.valueOf((char) ('a' + action)))
                .setPropensity(pmf[action])
                .setPmf(List.of(pmf[0], pmf[1], pmf[2], pmf[3]))
                .setSituation(Situation.newBuilder()
                        .setFeatures(new Features(List.of(price), List.of(phone ? "phone" : "desktop")))
                        .build())
                .setFeatureSchema(0)
                .setProblemHash("h")
                .setVariant("linear")
                .setTrack("linear")
                .setSeed(n)
                .build();
        return Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(time + 600_000)
                .setDefaulted(defaulted)
                .setContributions(
                        defaulted
                                ? List.of()
                                : List.of(new Contribution("o", time + (long) (1000 * delay), Map.of("sold", reward))))
                .setReward(defaulted ? 0 : reward)
                .setDiscount(0)
                .build();
    }
}
