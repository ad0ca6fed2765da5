package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureReaderTest {
    private final FeatureReader reader = new FeatureReader(new FeatureSchema(List.of(
            new FeatureSpec.Numeric("price", 1, Double.NaN),
            new FeatureSpec.Categorical("season", List.of("low", "high")),
            new FeatureSpec.Numeric("pipeline", 2, -1),
            new FeatureSpec.Text("title", 16),
            new FeatureSpec.Hashed("country", 8))));

    @Test
    void readsFeaturesInTheOrderOfTheSchema() {
        assertThat(
                        read(
                                "{\"country\":\"at\",\"pipeline\":[3,4.5],\"price\":-2e1,\"title\":\"grün 😀\",\"season\":\"low\"}"))
                .isEqualTo(new Features(new double[] {-20, 3, 4.5}, new String[] {"low", "grün 😀", "at"}));
    }

    @Test
    void fillsInWhatIsMissing() {
        Features expected = new Features(new double[] {1, -1, -1}, new String[] {"", "", ""});

        assertThat(read("{\"price\":1}")).isEqualTo(expected);
        assertThat(read("{\"price\":1,\"pipeline\":null,\"season\":null}")).isEqualTo(expected);
    }

    @Test
    void leavesTheNextReaderUntouched() {
        read("{\"price\":1,\"pipeline\":[3,4],\"season\":\"low\"}");

        assertThat(read("{\"price\":1}")).isEqualTo(new Features(new double[] {1, -1, -1}, new String[] {"", "", ""}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | features.price | absent",
                "{\"price\":null} | features.price | absent",
                "{\"price\":\"1\"} | features.price | '1'",
                "{\"price\":true} | features.price | true",
                "{\"price\":[1]} | features.price | a list",
                "{\"price\":1e999} | features.price | 1e999",
                "{\"price\":1,\"price\":2} | features.price | given twice",
                "{\"price\":1,\"pipeline\":1} | features.pipeline | 1",
                "{\"price\":1,\"pipeline\":[1]} | features.pipeline | 1 items",
                "{\"price\":1,\"pipeline\":[1,2,3]} | features.pipeline | more than 2 items",
                "{\"price\":1,\"pipeline\":[1,null]} | features.pipeline | null",
                "{\"price\":1,\"season\":3} | features.season | 3",
                "{\"price\":1,\"seasn\":\"low\"} | features.seasn | an unknown feature",
                "{\"price\":1,\"title\":\"\\ud800\"} | features.title | half a surrogate pair",
                "[1] | features | a list",
                "3 | features | 3",
                "{\"price\":NaN} | body | ~~",
                "{\"price\":1 | body | ~~",
                "{\"price\":1}{} | body | text after the end",
                "~~ | body | nothing",
                "{\"price\":{\"a\":1}} | features.price | an object",
            })
    void refusesWithFieldAndValue(String json, String field, String value) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(json));

        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.value()).contains(value);
        assertThat(refusal.expected()).isNotBlank();
    }

    @Test
    void refusesInvalidUtf8AndDepthAndLength() {
        byte[] invalid = "{\"price\":1,\"title\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        invalid[20] = (byte) 0xFF;

        assertThat(catchThrowableOfType(Refusal.class, () -> reader.read(invalid)))
                .isNotNull();
        assertThat(catchThrowableOfType(Refusal.class, () -> read("{\"price\":" + "[".repeat(100_000))))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        Refusal.class, () -> read("{\"price\":1,\"title\":\"" + "x".repeat(100_000) + "\"}")))
                .isNotNull();
        assertThat(catchThrowableOfType(Refusal.class, () -> read("{\"price\":" + "9".repeat(100_000) + "}")))
                .isNotNull();
    }

    @Test
    void asksDidYouMean() {
        assertThat(catchThrowableOfType(Refusal.class, () -> read("{\"price\":1,\"seasn\":\"low\"}"))
                        .expected())
                .contains("did you mean 'season'?");
    }

    private Features read(String json) {
        return reader.read(json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8));
    }
}
