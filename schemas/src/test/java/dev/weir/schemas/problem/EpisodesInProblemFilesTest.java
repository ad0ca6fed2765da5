package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpisodesInProblemFilesTest {
    private static final String BANDIT = Samples.text("newsvendor").replaceFirst("(?m)^reward:.*\n", """
            reward: {formula: "price*sold - 3*ordered", window: PT10M}
            """);

    private static String episodic(String discount) {
        return BANDIT + "episodes: {timeout: PT24H}\ndiscount: " + discount + "\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.95", "1", "1.0", "1e-3"})
    void aDiscountMayBeAnythingAboveNothingUpToOne(String discount) {
        ProblemFile file = ProblemFiles.parse(episodic(discount));

        assertThat(file.episodes().timeout()).isEqualTo(Duration.ofDays(1));
        assertThat(file.discount()).isEqualTo(Double.parseDouble(discount));
        assertThat(ProblemSchemaTest.SCHEMA.validate(episodic(discount), InputFormat.YAML))
                .isEmpty();
    }

    @Test
    void withoutEpisodesAProblemIsABandit() {
        assertThat(ProblemFiles.parse(BANDIT).episodes()).isNull();
        assertThat(ProblemFiles.parse(BANDIT).discount()).isZero();
    }

    @Test
    void bothKeysStartANewEpoch() {
        ProblemFile bandit = ProblemFiles.parse(BANDIT);
        ProblemFile episodic = ProblemFiles.parse(episodic("0.9"));

        assertThat(ProblemDiff.between(bandit, episodic))
                .extracting(ProblemDiff.Change::toString)
                .containsExactly(
                        "discount: default → 0.9 (new epoch)", "episodes.timeout: default → PT24H (new epoch)");
        assertThat(episodic.epochKey("linear")).isNotEqualTo(bandit.epochKey("linear"));
        assertThat(ProblemFiles.parse(episodic("0.8")).epochKey("linear")).isNotEqualTo(episodic.epochKey("linear"));
    }

    @Test
    void theTimeoutMayBeOverridden() {
        assertThat(ProblemFiles.read(episodic("0.9"), Map.of("WEIR_EPISODES_TIMEOUT", "PT48H"))
                        .episodes()
                        .timeout())
                .isEqualTo(Duration.ofDays(2));
    }

    @Test
    void learningAtArrivalCannotKnowWhatFollows() {
        String yaml = Samples.text("translation") + "episodes: {timeout: PT24H}\ndiscount: 0.9\n";

        assertThat(BadProblemFilesTest.findings(yaml))
                .extracting(ProblemFiles.Finding::key)
                .contains("reward.learn-at");
        assertThat(ProblemSchemaTest.SCHEMA.validate(yaml, InputFormat.YAML)).isNotEmpty();
    }
}
