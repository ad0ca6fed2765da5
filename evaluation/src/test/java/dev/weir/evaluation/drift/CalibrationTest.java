package dev.weir.evaluation.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.evaluation.drift.DriftSimulation.Procedure;
import dev.weir.rl.random.Gaussian;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Run lengths and delays at a setting of one false alarm in 10,000, on seeds of its own: with 150 streams a mean run length has a
 * standard error of about 8 %, so that three quarters of the setting would be missed once in a thousand. {@code system-tests/bench drift} is the large one.
 */
class CalibrationTest {
    private static final long SEED = 90_210;
    private static final int STREAMS = 150;
    private static final double SETTING = 10_000;

    private static Supplier<Procedure> ours(RewardFamily family) {
        WatchSettings settings = new WatchSettings(SETTING, 0.5, 2_000, 20_000);
        if (family == RewardFamily.SEASONAL) {
            return () -> new SeasonalWatch(RewardFamily.DAY, settings)::observe;
        }
        return () -> {
            Watch watch = new Watch(settings);
            return (place, reward) -> watch.observe(reward, reward, place) == Watch.Event.SHIFTED;
        };
    }

    @ParameterizedTest
    @EnumSource
    void alarmsWithoutAChangeAreAsRareAsTheyWereSetToBe(RewardFamily family) {
        int warmUp = family == RewardFamily.SEASONAL ? 2 * RewardFamily.DAY : 2_000;
        double mean = new DriftSimulation(family, SEED, warmUp)
                .runs(ours(family), STREAMS, 30_000)
                .mean();
        assertThat(mean).as("mean run length of %s", family).isBetween(0.75 * SETTING, 10 * SETTING);
    }

    @Test
    void aShiftIsSeenAboutAsQuicklyAsIfTheBaselineWereKnown() {
        DriftSimulation simulation = new DriftSimulation(RewardFamily.GAUSSIAN, SEED, 2_000);
        assertThat(simulation.delay(ours(RewardFamily.GAUSSIAN), STREAMS, -1, 1_000))
                .isLessThanOrEqualTo(20);
        assertThat(simulation.delay(ours(RewardFamily.GAUSSIAN), STREAMS, 0.5, 1_000))
                .isLessThanOrEqualTo(65);
    }

    /** Units come round every 100 numbers with their own level that changes slowly: neighbours are independent, sums are not. */
    @Test
    void whatDependsOnItselfFromAfarIsNotTakenForAShift() {
        int alarms = 0;
        for (int s = 0; s < 50; s++) {
            Watch watch = new Watch(new WatchSettings(100_000, 0.5, 2_000, 20_000));
            double[] levels = new double[100];
            for (int t = 0; t < 20_000; t++) {
                int unit = t % 100;
                double level = Gaussian.at(SEED + s, 100 + unit, t / 100);
                levels[unit] = 0.9 * levels[unit] + 0.3 * level;
                double value = levels[unit] + Gaussian.at(SEED + s, 7, t);
                alarms += watch.observe(value, value, t) == Watch.Event.SHIFTED ? 1 : 0;
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(25); // at the setting 9 or 10 are expected
    }

    @Test
    void aShiftThatEndsIsBackAndTheBaselineIsWhatItWas() {
        Watch watch = new Watch(new WatchSettings(100_000, 0.5, 1_000, 20_000));
        int shifts = 0;
        int backs = 0;
        for (int t = 0; t < 8_000; t++) {
            double reward = RewardFamily.GAUSSIAN.at(SEED, 3, t, t >= 3_000 && t < 5_000 ? -1 : 0);
            Watch.Event event = watch.observe(reward, reward, t);
            shifts += event == Watch.Event.SHIFTED ? 1 : 0;
            backs += event == Watch.Event.BACK ? 1 : 0;
            if (event == Watch.Event.SHIFTED) {
                assertThat(watch.changedAt()).isBetween(2_950L, 3_020L);
                assertThat(watch.fell()).isTrue();
            }
        }
        assertThat(shifts).isEqualTo(1);
        assertThat(backs).isEqualTo(1);
        assertThat(Math.abs(watch.scores().mean())).isLessThan(0.05);
    }
}
