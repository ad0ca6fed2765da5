package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.problem.ProblemDiff.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemDiffTest {
    private static final String YAML = Samples.text("newsvendor");
    private static final String TWO = Samples.text("translation");

    @Test
    void showsEachKeyWithWhatItsChangeDoes() {
        ProblemFile from = ProblemFiles.parse(YAML);
        ProblemFile to = ProblemFiles.parse(YAML.replace("floor: 0.01", "floor: 0.02")
                .replace("serve: linear", "serve: baseline")
                .replace("127.0.0.1:9092", "elsewhere:9092"));

        assertThat(ProblemDiff.between(from, to))
                .extracting(Change::toString)
                .containsExactly(
                        "serve: \"linear\" → \"baseline\" (live)",
                        "tracks.linear.exploration.floor: 0.01 → default (new epoch)");
    }

    @Test
    void seesNoDifferenceInHowAFileIsWritten() {
        ProblemFile from = ProblemFiles.parse(YAML);

        assertThat(ProblemDiff.between(from, ProblemFiles.parse("# comment\n" + YAML + "discount: 0.0\n")))
                .isEmpty();
        assertThat(ProblemDiff.between(from, ProblemFiles.parse(YAML.replace("ridge: 2.5", "ridge: 2.50"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed: 42 | seed: 43 | false",
                "ridge: 2.5 | ridge: 2 | false",
                "scale: 0.5 | scale: 1 | false",
                "3*ordered | 4*ordered | false",
                "window: PT10M | window: PT9M | false",
                "if-none: 0 | if-none: 1 | false",
                "max: 60 | max: 70 | false",
                "missing: 0 | missing: 1 | false",
                "every-transitions: 200 | every-transitions: 100 | true",
                "transitions: 10000 | transitions: 20000 | true",
                "limits: {max: 48} | limits: {max: 40} | true",
                "tick: PT2S | tick: PT1S | true",
                "horizon: PT12H | horizon: PT13H | true",
                "default-action: from-request | default-action: 7 | true",
            })
    void keepsATracksEpochWhereItsLearningStaysTheSame(String from, String to, boolean same) {
        String changed = YAML.replace(from, to);
        String before = ProblemFiles.parse(YAML).epochKey("linear");

        assertThat(changed).isNotEqualTo(YAML);
        assertThat(ProblemFiles.parse(changed).epochKey("linear").equals(before))
                .isEqualTo(same);
    }

    @Test
    void leavesOtherTracksAlone() {
        ProblemFile from = ProblemFiles.parse(TWO);
        ProblemFile to = ProblemFiles.parse(TWO.replace("alpha: 2", "alpha: 3"));

        assertThat(to.epochKey("linucb")).isNotEqualTo(from.epochKey("linucb"));
        assertThat(to.epochKey("greedy")).isEqualTo(from.epochKey("greedy"));
    }
}
