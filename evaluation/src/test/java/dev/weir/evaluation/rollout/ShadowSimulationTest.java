package dev.weir.evaluation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.evaluation.rollout.ShadowSimulation.Case;
import dev.weir.evaluation.rollout.ShadowSimulation.Run;
import dev.weir.evaluation.rollout.SimulatedPolicy.Kind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small form of {@code system-tests/bench shadow 1000}; limits here are what so few runs can tell. */
class ShadowSimulationTest {
    private static final int RUNS = 40;
    private static final int UNITS = 1000;

    @ParameterizedTest
    @CsvSource({"FIXED, GOOD, false", "FIXED, GREEDY, true", "THOMPSON, FIXED, false", "THOMPSON, GREEDY, true"})
    void promisesHoldAtAllLooksAndAreNotMuchWiderThanWithKnownRewards(Kind served, Kind candidate, boolean skewed) {
        ShadowSimulation simulation = new ShadowSimulation(new Case(served, candidate, skewed), UNITS, 0.05);
        List<Run> runs = LongStream.range(0, RUNS).mapToObj(simulation::run).toList();
        List<Run> promised = runs.stream().filter(Run::promised).toList();
        assertThat(promised).hasSizeGreaterThanOrEqualTo(RUNS - 8); // 10 % of 40 are 4; 9 of 40 in 1 of 70
        // 6.5 % of 40 are 2.6; 7 of 40 in 1 of 50
        assertThat(promised.stream().filter(r -> !r.held()).count()).isLessThanOrEqualTo(6);
        assertThat(promised.stream().filter(r -> !r.snips()).count()).isLessThanOrEqualTo(6);
        assertThat(promised.stream().mapToDouble(Run::width).average().orElse(9))
                .isLessThan(1.5);
    }
}
