package dev.weir.evaluation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.evaluation.rollout.Advice.Step;
import dev.weir.evaluation.rollout.RolloutSimulation.Case;
import dev.weir.evaluation.rollout.RolloutSimulation.Run;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small form of {@code system-tests/bench rollouts 1000}; limits here are what so few runs can tell. */
class RolloutSimulationTest {
    private static final int RUNS = 40;

    private static List<Run> play(double effect, double trend, boolean skewed, double leak) {
        Case what = new Case(effect, 1, trend, skewed, leak);
        RolloutSimulation simulation = new RolloutSimulation(what, RolloutAnalysis.Settings.DEFAULT, Ramp.DEFAULT);
        return LongStream.range(0, RUNS).mapToObj(simulation::run).toList();
    }

    private static long count(List<Run> runs, Step step) {
        return runs.stream().filter(r -> r.step() == step).count();
    }

    @ParameterizedTest
    @CsvSource({"0.2, false", "-0.2, false", "0.2, true"})
    void sameAgainstSameEndsOpenWhereLookingAtPlainMeansDoesNot(double trend, boolean skewed) {
        List<Run> runs = play(0, trend, skewed, 1);
        assertThat(count(runs, Step.INCONCLUSIVE))
                .isGreaterThanOrEqualTo(RUNS - 5); // 5 % of 40 are 2; 6 of 40 in 1 of 70
        long naive = runs.stream().filter(r -> r.naive() != Step.CONTINUE).count();
        assertThat(naive).isGreaterThan(RUNS / 4);
    }

    @ParameterizedTest
    @CsvSource({"0.05, PROMOTE, false", "0.05, PROMOTE, true", "-0.1, ROLL_BACK, false", "-0.1, ROLL_BACK, true"})
    void fivePerCentMoreIsPromotedAndTenPerCentLessRolledBack(double effect, Step step, boolean skewed) {
        for (double trend : new double[] {0.2, -0.2}) {
            assertThat(count(play(effect, trend, skewed, 1), step)).isGreaterThanOrEqualTo(RUNS - 4);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.083333, 40, 40", "1, 0, 2"})
    void aWrongSplitBlocksAndARightOneDoesNot(double leak, long least, long most) {
        assertThat(count(play(0, 0.2, false, leak), Step.BLOCK)).isBetween(least, most);
    }
}
