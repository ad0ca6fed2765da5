package dev.weir.evaluation.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ShadowScoreTest {
    private static final double[] SERVED = {0.5, 0.5};

    /** Action 0 earns 0.2 on average, action 1 0.6; as many units as asked for, a decision each. */
    private static ShadowScore play(int units, double[] served, double[] logged, double[] candidate) {
        ShadowScore score = new ShadowScore(0.05, units);
        for (int i = 0; i < units; i++) {
            int place = CounterRandom.uniform(1, 1, i) < served[0] ? 0 : 1;
            double reward = CounterRandom.uniform(1, 2, i) < (place == 0 ? 0.2 : 0.6) ? 1 : 0;
            double expected = candidate[0] * 20 + candidate[1] * 60;
            score.matured(score.terms(Shadowed.of(
                    logged, logged[place], place, candidate, reward, expected, place == 0 ? 20 : 60, place == 1)));
        }
        return score;
    }

    @Test
    void weighsWhatWasServedByWhatTheCandidateWouldHaveDone() {
        ShadowScore score = new ShadowScore(0.05, 1000);
        Shadowed row = Shadowed.of(SERVED, 0.5, 1, new double[] {0.1, 0.9}, 2, 0, 0, null);
        assertThat(row.weight()).isEqualTo(1.8);
        assertThat(row.unsupported()).isZero();
        // no earlier decision: the control variate is 0, so the doubly robust term is w r
        assertThat(score.terms(row)).containsExactly(1.8, 3.6, 2, 3.6, 0, 0, 0);
        // then the mean reward so far, 2, is expected of everything: 2 + 1.8 · (1 − 2)
        assertThat(score.terms(Shadowed.of(SERVED, 0.5, 1, new double[] {0.1, 0.9}, 1, 0, 0, true))[3])
                .isCloseTo(0.2, within(1e-12));
    }

    @Test
    void holdsTheTruthAndSaysWhichIsBetter() {
        ShadowLook look = play(4000, SERVED, SERVED, new double[] {0.05, 0.95}).look();
        assertThat(look.promised()).isTrue();
        double truth = 0.05 * 0.2 + 0.95 * 0.6;
        assertThat(look.doublyRobust().interval().holds(truth)).isTrue();
        assertThat(look.snips().interval().holds(truth)).isTrue();
        assertThat(look.better()).isTrue();
        assertThat(look.worse()).isFalse();
        assertThat(look.gain().interval().holds(truth - 0.4)).isTrue();
        assertThat(look.meanWeight()).isCloseTo(1, within(0.05));
        assertThat(look.agreement()).isCloseTo(0.5, within(0.05));
        assertThat(play(4000, SERVED, SERVED, new double[] {0.95, 0.05}).look().worse())
                .isTrue();
    }

    @Test
    void cannotPromiseWhereTheRuleNeverDoesWhatTheCandidateWould() {
        double[] rule = {1, 0};
        ShadowLook look = play(2000, rule, rule, new double[] {0.3, 0.7}).look();
        assertThat(look.promised()).isFalse();
        assertThat(look.cannot()).singleElement().asString().startsWith("70.0 % of what the candidate would do");
        assertThat(look.worse()).isFalse();
    }

    /** Of what is decided elsewhere only the propensity of what was chosen is known: nothing says what is never done. */
    @Test
    void takesADecisionOfWhichOnlyThePropensityIsKnown() {
        Shadowed row = Shadowed.of(new double[0], 0.2, 1, new double[] {0.1, 0.9}, 2, 0, 0, null);
        assertThat(row.weight()).isCloseTo(4.5, within(1e-12));
        assertThat(row.unsupported()).isZero();
    }

    @Test
    void cannotPromiseFromFewUnitsNorFromUnitsThatAreWorthFew() {
        assertThat(play(50, SERVED, SERVED, SERVED).look().cannot())
                .containsExactly("50 of at least 100 matured units");
        double[] seldom = {0.98, 0.02};
        assertThat(play(2000, seldom, seldom, new double[] {0, 1}).look().cannot())
                .singleElement()
                .asString()
                .startsWith("2000 units are worth ");
    }

    /** The propensities of FACTS.md's Thompson sampling: the mean weight tells that they are not those that acted. */
    @Test
    void cannotPromiseWherePropensitiesAreNotThoseThatActed() {
        ShadowLook look = play(5000, new double[] {0.7, 0.3}, SERVED, new double[] {0.2, 0.8})
                .look();
        assertThat(look.cannot()).singleElement().asString().contains("the logged propensities are not those");
    }

    @Test
    void goesOnTheSameFromItsBytes() {
        ShadowScore score = play(300, SERVED, SERVED, new double[] {0.2, 0.8});
        ByteBuffer bytes = ByteBuffer.allocate(ShadowScore.BYTES);
        score.write(bytes);
        ShadowScore again = new ShadowScore(0.05, 300);
        again.read(bytes.flip());
        assertThat(again.look()).isEqualTo(score.look());
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Shadowed(Double.NaN, 0, 0, 0, 0, null)).hasMessageContaining("weight must be");
        assertThatThrownBy(() -> new Shadowed(1, 0, Double.NaN, 0, 0, null)).hasMessageContaining("NaN");
    }
}
