package dev.weir.evaluation.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.interval.Interval;
import dev.weir.rl.random.CounterRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** 400 logs of 3,000 rows, two actions, the second logged with .2 and evaluated; reward 1 with .3: how often is .3 ever missed? */
class SequenceTest {
    private static final int LOGS = 400;
    private static final int ROWS = 3000;
    private static final double TRUTH = 0.3;

    private interface Sequence {
        void add(double weight, double reward);

        Interval interval();
    }

    /** 5 % of 400 is 20, and two standard deviations of that count are 8.7. */
    private static double misses(IntFunction<Sequence> fresh) {
        int missed = 0;
        double width = 0;
        for (int log = 0; log < LOGS; log++) {
            Sequence sequence = fresh.apply(log);
            boolean out = false;
            for (int i = 0; i < ROWS; i++) {
                double weight = CounterRandom.uniform(11, log, 2L * i) < 0.2 ? 5 : 0;
                sequence.add(weight, CounterRandom.uniform(11, log, 2L * i + 1) < TRUTH ? 1 : 0);
                out |= i % 20 == 19 && !sequence.interval().holds(TRUTH);
            }
            missed += out ? 1 : 0;
            width += sequence.interval().width() / LOGS;
        }
        assertThat(width).isLessThan(0.16); // a Student interval at 3,000 rows alone would be .083 wide
        return missed;
    }

    @Test
    void asymptoticSequenceHoldsAtAllTimesTogether() {
        double misses = misses(log -> new Sequence() {
            private final AsymptoticSequence sequence = new AsymptoticSequence(0.95, ROWS, 100);

            @Override
            public void add(double weight, double reward) {
                sequence.add(weight * reward);
            }

            @Override
            public Interval interval() {
                return sequence.interval();
            }
        });
        assertThat(misses).isLessThanOrEqualTo(28);
    }

    @Test
    void bettingSequenceHoldsAtAllTimesTogether() {
        double misses = misses(log -> new Sequence() {
            private final BettingSequence sequence = new BettingSequence(0.95, ROWS, 0, 1);

            @Override
            public void add(double weight, double reward) {
                sequence.add(weight, reward);
            }

            @Override
            public Interval interval() {
                return sequence.interval();
            }
        });
        assertThat(misses).isLessThanOrEqualTo(28);
    }

    @Test
    void asymptoticSequenceIsItsFormula() { // t = 4, mean ½, s² = ¼, α = .05, ρ² for t = 4
        AsymptoticSequence sequence = new AsymptoticSequence(0.95, 4, 2);
        for (int i = 0; i < 4; i++) {
            sequence.add(i % 2);
        }
        double rho = (5.991464547107982 + Math.log(6.991464547107982)) / 4; // −2 ln .05
        double half = 0.5 * Math.sqrt((4 * rho + 1) / (16 * rho) * Math.log((4 * rho + 1) / 0.0025));
        assertThat(sequence.interval().upper()).isCloseTo(0.5 + half, within(1e-12));
        assertThat(sequence.interval().lower()).isCloseTo(0.5 - half, within(1e-12));
    }

    @Test
    void bettingStartsWithEverythingAndRefusesRewardsOutOfRange() {
        BettingSequence sequence = new BettingSequence(0.95, 100, -1, 3);
        assertThat(sequence.interval()).isEqualTo(new Interval(-1, 3, 0.95));
        assertThatThrownBy(() -> sequence.add(1, 4)).hasMessage("reward must be in [-1.0, 3.0], was 4.0");
    }
}
