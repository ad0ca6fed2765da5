package dev.weir.schemas.wire;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Candidate;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records of the size that production has: 20 features, 10 actions. */
final class Records {
    private Records() {}

    static Decision decision(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Features features = new Features(numbers(random, 20), List.of("low", "grün"));
        List<Candidate> candidates =
                seed % 2 == 0 ? null : List.of(new Candidate("a", new Features(numbers(random, 3), List.of())));
        Situation situation = new Situation(features, candidates, seed % 3 == 0 ? List.of(0, 2, 9) : null);
        Decision decision = new Decision();
        decision.setId(DecisionId.of(new UnitId("unit-" + seed), "c").value());
        decision.setTime(1_795_000_000_000L + seed);
        decision.setUnit("unit-" + seed);
        decision.setAction("7");
        decision.setPropensity(0.25);
        decision.setPmf(numbers(random, 10));
        decision.setSituation(situation);
        decision.setFeatureSchema(random.nextLong());
        decision.setProblemHash("0123456789abcdef".repeat(4));
        decision.setVariant("linear");
        decision.setTrack("linear");
        decision.setEpoch(1);
        decision.setVersion(812);
        decision.setSeed(random.nextLong());
        return decision;
    }

    static Transition transition(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Contribution> contributions =
                List.of(new Contribution("o-" + seed, 1_795_000_000_500L, Map.of("sold", random.nextDouble())));
        return new Transition(
                decision(seed), 1_795_000_600_000L, false, contributions, random.nextDouble(), 0.0, null, false);
    }

    private static List<Double> numbers(SplittableRandom random, int n) {
        return IntStream.range(0, n).mapToObj(i -> random.nextDouble()).collect(Collectors.toList());
    }
}
