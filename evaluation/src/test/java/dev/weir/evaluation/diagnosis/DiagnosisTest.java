package dev.weir.evaluation.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** Logs with one thing wrong each: the verdict names it; a log with nothing wrong is believed. */
class DiagnosisTest {
    private static final double[] HALF = {0.5, 0.5};

    private static double uniform(long stream, long row) {
        return CounterRandom.uniform(99, stream, row);
    }

    @Test
    void soundLogIsBelieved() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 5000; i++) {
            int action = uniform(0, i) < 0.3 ? 0 : 1;
            double reward = uniform(1, i) < 0.4 ? 1 : 0;
            diagnosis.add(action, action == 0 ? 0.3 : 0.7, reward, HALF, 0);
            diagnosis.addModelled(reward, 0.4);
        }
        assertThat(diagnosis.verdict().belief()).as(diagnosis.verdict().text()).isEqualTo(Belief.BELIEVE);
        // E[w²] = ¼ (1/.3 + 1/.7): of 5,000 rows 5,000 / 1.19 are left
        assertThat(diagnosis.weights().effectiveRows()).isCloseTo(4200, within(60.0));
    }

    @Test
    void oneWeightOfTwentyThousandIsNotBelievedAndNamed() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 10_000; i++) {
            int action = uniform(0, i) < 0.5 ? 0 : 1;
            diagnosis.add(action, i == 4321 ? 0.000025 : 0.5, 0, HALF, 0);
        }
        Verdict verdict = diagnosis.verdict();
        assertThat(verdict.belief()).isEqualTo(Belief.DO_NOT);
        assertThat(verdict.text())
                .startsWith("Do not believe this estimate.")
                .contains("row 4321 alone has weight 20000, 67 % of all weight")
                .contains("Remedy: check that row's propensity; else clip or shrink weights");
        assertThat(diagnosis.weights().largest()).isCloseTo(20_000, within(1e-6));
    }

    @Test
    void actionsThatTheLogNeverShowsAreNamed() {
        Diagnosis diagnosis = new Diagnosis(3);
        double[] policy = {0.5, 0.25, 0.25};
        for (int i = 0; i < 1000; i++) {
            diagnosis.add(i % 2, 0.5, 1, policy, 0);
        }
        assertThat(diagnosis.actions().unsupported()).isCloseTo(0.25, within(1e-12));
        assertThat(diagnosis.verdict().belief()).isEqualTo(Belief.DO_NOT);
        assertThat(diagnosis.verdict().text())
                .contains("25.0 % of the policy's decisions")
                .contains("action 2");
    }

    @Test
    void propensitiesThatAreNotHowOftenItWasDoneAreFound() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 5000; i++) {
            int action = uniform(0, i) < 0.5 ? 0 : 1;
            diagnosis.add(action, action == 0 ? 0.4 : 0.6, 1, new double[] {0.4, 0.6}, 0);
        }
        assertThat(diagnosis.weights().mean()).isCloseTo(1, within(1e-12)); // which the mean weight cannot tell
        assertThat(diagnosis.verdict().belief()).isEqualTo(Belief.DO_NOT);
        assertThat(diagnosis.verdict().text()).contains("action 0 was logged");
    }

    @Test
    void logOfALearningPolicyIsToldFromAFixedOne() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 2000; i++) {
            double p = 0.2 + 0.6 * i / 2000 + 0.05 * uniform(2, i);
            int action = uniform(0, i) < p ? 0 : 1;
            diagnosis.add(action, action == 0 ? p : 1 - p, uniform(1, i) < 0.4 ? 1 : 0, HALF, 0);
        }
        assertThat(diagnosis.drift().adaptive()).isTrue();
        assertThat(diagnosis.verdict().belief()).isEqualTo(Belief.WITH_CARE);
        assertThat(diagnosis.verdict().text()).contains("stabilised-aipw");
    }

    @Test
    void worldThatChangesIsFound() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 4000; i++) {
            diagnosis.add(uniform(0, i) < 0.5 ? 0 : 1, 0.5, uniform(1, i) < (i < 2000 ? 0.3 : 0.5) ? 1 : 0, HALF, 0);
        }
        assertThat(diagnosis.verdict().belief()).isEqualTo(Belief.WITH_CARE);
        assertThat(diagnosis.verdict().text()).contains("the world changes");
    }

    @Test
    void modelThatIsWorseThanTheMeanIsFound() {
        ModelFit fit = new ModelFit();
        for (int i = 0; i < 100; i++) {
            fit.add(i % 2, 1 - i % 2);
        }
        assertThat(fit.explained()).isCloseTo(-3, within(1e-12)); // errors of 1 against variance ¼
        assertThat(fit.bias()).isZero();
    }

    @Test
    void policyThatWouldDoNothingOfTheLogIsNotBelieved() {
        Diagnosis diagnosis = new Diagnosis(2);
        for (int i = 0; i < 100; i++) {
            diagnosis.add(0, 1, 1, new double[] {0, 1}, 0);
        }
        assertThat(diagnosis.verdict().text()).contains("every weight is 0");
        assertThat(diagnosis.weights().effectiveRows()).isZero();
    }

    @Test
    void halvesOfALongStreamAreItsHalves() {
        Blocks blocks = new Blocks(1);
        for (int i = 0; i < 100_000; i++) {
            blocks.next()[0]++;
        }
        assertThat(blocks.half(false)[0] + blocks.half(true)[0]).isEqualTo(100_000);
        assertThat(blocks.half(false)[0]).isCloseTo(50_000, within(3200.0));
    }

    @Test
    void saysThatAnActionWithoutItsRareRewardKnowsNoInterval() {
        Diagnosis diagnosis = new Diagnosis(2);
        double[] policy = {1, 0};
        for (int i = 0; i < 1000; i++) {
            int action = i % 2;
            diagnosis.add(action, 0.5, action == 1 && i % 100 == 1 ? 1 : 0, policy, 0);
        }

        assertThat(diagnosis.verdict().belief()).isEqualTo(Belief.DO_NOT);
        assertThat(diagnosis.verdict().text()).contains("all 500 rows").contains("the same reward, 0");
    }
}
