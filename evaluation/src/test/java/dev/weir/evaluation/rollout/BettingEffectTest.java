package dev.weir.evaluation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.rollout.Advice.Step;
import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BettingEffectTest {
    private static final Bounds CLICKS = new Bounds(0, 1);

    /** Clicks with a trend of + 20 % under a ramp of 1, 5, 50 %; how it ended. */
    private static Step play(long seed, double effect, int units, boolean betting) {
        RolloutAnalysis analysis = new RolloutAnalysis(
                new RolloutAnalysis.Settings(0.05, 0.01, 300, units, List.of(), betting ? CLICKS : null));
        for (int u = 0; u < units; u++) {
            double share = Ramp.DEFAULT.share(u);
            boolean challenger = CounterRandom.uniform(seed, 1, u) < share;
            double mean = 0.2 * (1 + 0.2 * u / units) * (challenger ? 1 + effect : 1);
            analysis.assigned(challenger, share);
            analysis.matured(challenger, share, CounterRandom.uniform(seed, 2, u) < mean ? 1 : 0);
            if (u % 100 == 99 && analysis.look().step() != Step.CONTINUE) {
                return analysis.look().step();
            }
        }
        return Step.CONTINUE;
    }

    private static long count(double effect, Step... steps) {
        List<Step> wanted = List.of(steps);
        return IntStream.range(0, 40)
                .filter(seed -> wanted.contains(play(seed, effect, 20_000, true)))
                .count();
    }

    @Test
    void sameAgainstSameEndsOpenAndAFifthMoreIsPromoted() {
        assertThat(count(0, Step.PROMOTE, Step.ROLL_BACK)).isLessThanOrEqualTo(5); // 5 % of 40 are 2; 6 in 1 of 70
        assertThat(count(0.2, Step.PROMOTE)).isGreaterThanOrEqualTo(36);
        assertThat(count(-0.2, Step.ROLL_BACK)).isGreaterThanOrEqualTo(36);
    }

    @Test
    void rewardsOutsideTheBoundsBlock() {
        RolloutAnalysis analysis =
                new RolloutAnalysis(new RolloutAnalysis.Settings(0.05, 0.01, 2, 100, List.of(), CLICKS));
        analysis.assigned(true, 0.5);
        analysis.matured(true, 0.5, 3.5);
        assertThat(analysis.look().step()).isEqualTo(Step.BLOCK);
        assertThat(analysis.look().reason()).contains("3.5");
    }

    /** All challengers earn 1, all others 0: an effect of 1, and no doubt after a few hundred units. */
    @Test
    void narrowsInTheMetricsOwnUnit() {
        BettingEffect effect = new BettingEffect(0.05, 1000, new Bounds(-10, 10));
        for (int u = 0; u < 4000; u++) {
            effect.add(u % 2 == 0, 0.5, u % 2 == 0 ? 1 : 0);
        }
        Interval interval = effect.interval();
        assertThat(interval.holds(1)).isTrue();
        assertThat(interval.lower()).isGreaterThan(0);
        assertThat(interval.width()).isLessThan(2);
    }

    @Test
    void goesOnTheSameFromItsBytes() {
        BettingEffect one = new BettingEffect(0.05, 100, CLICKS);
        BettingEffect other = new BettingEffect(0.05, 100, CLICKS);
        for (int u = 0; u < 500; u++) {
            one.add(u % 3 == 0, 0.3, u % 7 == 0 ? 1 : 0);
        }
        ByteBuffer bytes = ByteBuffer.allocate(BettingEffect.BYTES);
        one.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        other.read(bytes.flip());
        one.add(true, 0.3, 1);
        other.add(true, 0.3, 1);
        assertThat(other.interval()).isEqualTo(one.interval());
    }
}
