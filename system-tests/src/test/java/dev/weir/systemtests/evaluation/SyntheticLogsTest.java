package dev.weir.systemtests.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of this package in small; their bars are in the programs. */
class SyntheticLogsTest {
    /** 200 logs: 95 % is 190, and three standard deviations are 9; the sequences may only hold more often. */
    @ParameterizedTest
    @EnumSource(CoverageWorld.class)
    void intervalsHoldAndAreNotWide(CoverageWorld world) {
        Map<String, Tally> tallies = Coverage.measure(world, 500, 200, 0);
        String name = world == CoverageWorld.THOMPSON ? "stabilised student" : "dr student";
        Tally tally = tallies.get(name);
        assertThat(tally.covered()).as(name + ": " + tally.text()).isBetween(0.90, 1.0);
        assertThat(tally.relativeWidth()).as(name + ": " + tally.text()).isLessThan(1.5);
        assertThat(tallies.get("betting sequence").covered()).isGreaterThanOrEqualTo(0.95);
    }

    /** Two of the twenty runs: errors far below what a biased estimator would show. */
    @Test
    void estimatorsComeNearTheTruthOfTheSyntheticBandit() {
        double[][] errors = SyntheticBandit.errors(2, 5000, 12345);
        for (double[] estimator : errors) {
            assertThat(SyntheticBandit.mean(estimator)).isLessThan(0.04);
        }
    }
}
