package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewardFormulaTest {
    private static final Map<String, Double> METRICS =
            Map.of("a", 2.0, "b", 5.0, "lost-sales", 3.0, "order.value", 7.0, "x_1", 11.0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "-1*a - 4*b | -22",
                "a+b*2 | 12",
                "(a+b)*2 | 14",
                "a-b-1 | -4",
                "8/a/2 | 2",
                "--a | 2",
                "-(a+b) | -7",
                "2*-a | -4",
                "+a | 2",
                "1.5e1 + .5 | 15.5",
                "`lost-sales`*2 | 6",
                "order.value - x_1 | -4",
                "unknown + 1 | 1",
                "min(a, b) | 2",
                "max(a, b, 9, 4) | 9",
                "abs(a-b) | 3",
                "clip(b, 0, 1) | 1",
                "clip(-b, 0, 1) | 0",
                "clip(a, 0, 10) | 2",
                "min(a, max(1, abs(-b))) + 1 | 3",
                "-0 | 0",
            })
    void computesWhatArithmeticSays(String formula, double expected) {
        assertThat(RewardFormula.parse(formula).apply(METRICS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | 1 | a number, a metric",
                "a + | 4 | a number, a metric",
                "a b | 3 | an operator or the end",
                "(a | 3 | ')'",
                "a) | 2 | an operator or the end",
                "sin(a) | 1 | min, max, abs, clip",
                "min(a) | 6 | ','",
                "clip(a, 1) | 10 | ','",
                "`a | 3 | '`'",
                "1e999 | 1 | a finite number",
                "1.2.3 | 4 | an operator",
                "a. | 1 | dots",
                "a # b | 3 | an operator",
                "`` | 1 | a metric name",
            })
    void namesPositionAndExpectation(String formula, int position, String expected) {
        assertThatThrownBy(() -> RewardFormula.parse(formula))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position " + position + ":")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAResultThatIsNotFinite() {
        RewardFormula formula = RewardFormula.parse("a / zero");

        assertThatThrownBy(() -> formula.apply(Map.of("a", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a / zero")
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> formula.apply(Map.of())).hasMessageContaining("NaN");
    }

    @Test
    void listsTheMetricsItReadsInOrder() {
        assertThat(RewardFormula.parse("b*`lost-sales` - a + b").metrics()).containsExactly("b", "lost-sales", "a");
    }

    @Test
    void refusesFormulasThatAreTooLongOrTooDeep() {
        assertThatThrownBy(() -> RewardFormula.parse("(".repeat(1000) + "a" + ")".repeat(1000)))
                .hasMessageContaining("64 levels");
        assertThatThrownBy(() -> RewardFormula.parse("a+".repeat(3000) + "a")).hasMessageContaining("4096");
        assertThat(RewardFormula.parse("a+".repeat(2000) + "a").apply(Map.of("a", 1.0)))
                .isEqualTo(2001);
    }

    /** Whatever the characters, a formula either parses or is refused with its position. */
    @Test
    void neverFailsInAnotherWay() {
        SplittableRandom random = new SplittableRandom(7);
        String alphabet = "ab1.2e+-*/(),` min max";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                RewardFormula.parse(text.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("position");
            }
        }
    }
}
