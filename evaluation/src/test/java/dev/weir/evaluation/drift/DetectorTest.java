package dev.weir.evaluation.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Detectors on small streams: golden numbers, state, bounds. */
class DetectorTest {
    static Stream<Supplier<Detector>> detectors() {
        return Stream.of(
                () -> new Cusum(0.5, 1e4),
                () -> new PageHinkley(20),
                () -> new Adwin(0.002),
                () -> new EDetector(0.4, 0.6, 1e4));
    }

    private static double at(long place) {
        return 0.5 + 0.2 * Gaussian.at(11, 1, place) + (place >= 700 ? 0.4 : 0);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goesOnFromItsStateBitForBit(Supplier<Detector> make) {
        Detector whole = make.get();
        Detector cut = make.get();
        for (long t = 0; t < 1000; t++) {
            boolean alarm = whole.observe(at(t));
            assertThat(cut.observe(at(t))).isEqualTo(alarm);
            ByteBuffer state = ByteBuffer.allocate(cut.stateBytes());
            cut.save(state);
            assertThat(state.hasRemaining()).isFalse();
            Detector fresh = make.get();
            fresh.load(state.flip());
            cut = fresh;
            assertThat(cut.nearness()).isEqualTo(whole.nearness());
            assertThat(cut.sinceChange()).isEqualTo(whole.sinceChange());
        }
        ByteBuffer one = ByteBuffer.allocate(whole.stateBytes());
        ByteBuffer other = ByteBuffer.allocate(whole.stateBytes());
        whole.save(one);
        cut.save(other);
        assertThat(other.array()).isEqualTo(one.array());
    }

    /** Siegmund's approximation beside Lucas and Crosier 1982, Table 1 (k = 0.5, h = 4: one side 335.4; h = 5: 930.9). */
    @Test
    void runLengthsAreThoseOfTheLiterature() {
        assertThat(RunLength.ofCusum(0.5, 4)).isCloseTo(336, within(10.0));
        assertThat(RunLength.ofCusum(0.5, 5)).isCloseTo(930, within(30.0));
        assertThat(RunLength.ofCusum(0.5, RunLength.cusumThreshold(0.5, 12_345)))
                .isCloseTo(12_345, within(1.0));
    }

    @Test
    void cusumSumsWhatIsAboveItsReference() {
        Cusum cusum = new Cusum(1, 1000);
        cusum.observe(2); // k = ½: 1.5; k = 1: 1
        cusum.observe(0); // 1; 0
        cusum.observe(-0.4); // 0.1
        assertThat(cusum.length(0)).isEqualTo(3);
        assertThat(cusum.length(2)).isZero();
        assertThat(cusum.fell()).isFalse();
    }

    /** λ = 3, δ = 0.005: means 0 over ten zeros, then a one each: U rises by 1 − mean − δ a step. */
    @Test
    void pageHinkleySeesARiseAndAFall() {
        for (int sign : new int[] {1, -1}) {
            PageHinkley test = new PageHinkley(30, 0.005, 3, 1);
            int t = 0;
            while (t < 200 && !test.observe(t < 100 ? 0 : sign)) {
                t++;
            }
            assertThat(t).isEqualTo(103);
            assertThat(test.fell()).isEqualTo(sign < 0);
        }
    }

    @Test
    void adwinDropsWhatIsOldAfterAChangeAndKeepsTheRest() {
        Adwin adwin = new Adwin(0.002);
        int first = -1;
        for (int t = 0; t < 2000 && first < 0; t++) {
            first = adwin.observe(t < 1000 ? 0.2 : 0.8) ? t : -1;
        }
        assertThat(first).isBetween(1000, 1063);
        assertThat(adwin.fell()).isFalse();
        assertThat(adwin.sinceChange()).isLessThan(1000);
    }

    /** The bound needs no model: means that wander between low and high as they please, by what came before. */
    @Test
    void eDetectorsRunAsLongAsPromisedWhateverTheMeansWithinTheirBounds() {
        long numbers = 0;
        int alarms = 0;
        for (int s = 0; s < 200; s++) {
            EDetector detector = new EDetector(0.3, 0.5, 500);
            boolean alarm = false;
            double last = 0;
            for (int t = 0; t < 5_000 && !alarm; t++) {
                double mean = last > 0.5 ? 0.5 : 0.3; // as unkind as the bounds permit
                last = CounterRandom.uniform(21, s, t) < mean ? 1 : 0;
                alarm = detector.observe(last);
                numbers++;
            }
            alarms += alarm ? 1 : 0;
        }
        assertThat(numbers / Math.max(1.0, alarms)).isGreaterThan(500);
    }

    @Test
    void eDetectorsSeeWhatLeavesTheirBounds() {
        EDetector detector = new EDetector(0.3, 0.5, 10_000);
        int t = 0;
        while (t < 2_000 && !detector.observe(CounterRandom.uniform(22, 1, t) < 0.1 ? 1 : 0)) {
            t++;
        }
        assertThat(t).isLessThan(200);
        assertThat(detector.fell()).isTrue();
    }

    @Test
    void aTiltIsTwoKForGaussianScoresAndLessForALongTail() {
        int n = 20_001;
        double[] scores = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            scores[i] = Gaussian.quantile((i + 0.5) / n);
            weights[i] = 1.0 / n;
        }
        assertThat(Tilt.of(scores, weights, 0.25, 1)).isCloseTo(0.5, within(0.005));
        double[] skewed = {-0.25, 4};
        double[] rare = {16.0 / 17, 1.0 / 17};
        assertThat(Tilt.of(skewed, rare, 0.25, 1)).isLessThan(0.4);
        assertThat(Tilt.of(skewed, rare, 0.25, -1)).isEqualTo(0.5);
    }
}
