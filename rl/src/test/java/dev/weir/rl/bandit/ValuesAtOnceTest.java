package dev.weir.rl.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.SparseVector;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValuesAtOnceTest {
    private static final DecisionProblem PROBLEM = new DecisionProblem(
            new FeatureSchema(List.of(
                    new FeatureSpec.Numeric("x", 5, 0),
                    new FeatureSpec.Categorical("kind", List.of("a", "b")),
                    new FeatureSpec.Text("words", 7))),
            new ActionSpace.Ids(List.of("red", "green", "blue", "grey")));

    private static final List<List<String>> ALL_ORDERS = List.of(
            List.of("action"),
            List.of("x"),
            List.of("x", "action"),
            List.of("action", "kind"),
            List.of("x", "kind"),
            List.of("words", "action", "x"),
            List.of("kind", "x", "action"),
            List.of("action", "action"));

    @Test
    void haveTheBitsThatOneActionAfterTheOtherHas() {
        LinearEncoder encoder = new LinearEncoder(PROBLEM, ALL_ORDERS, 0);
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            double[] weights = random.doubles(encoder.width(), -1, 1)
                    .map(w -> Math.abs(w) < 0.1 ? -0.0 : w)
                    .toArray();
            double[] x =
                    random.doubles(5, -3, 3).map(v -> Math.abs(v) < 0.5 ? 0 : v).toArray();
            String[] texts = {round % 3 == 0 ? "a" : "c", round % 5 == 0 ? "" : "one two two w" + round};
            int[] allowed = round % 4 == 0 ? new int[] {1, 3} : null;
            Situation situation = new Situation(new Features(x, texts), List.of(), allowed);
            double[] values = new double[PROBLEM.allowedCount(situation)];

            assertThat(encoder.prepare(situation).values(weights, values)).isTrue();

            for (int i = 0; i < values.length; i++) {
                SparseVector phi = encoder.prepare(situation).features(PROBLEM.actionIndex(situation, i));
                double sum = 0;
                for (int p = 0; p < phi.size(); p++) {
                    sum += weights[phi.place(p)] * phi.value(p);
                }
                assertThat(Double.doubleToRawLongBits(values[i])).isEqualTo(Double.doubleToRawLongBits(sum));
            }
        }
    }
}
