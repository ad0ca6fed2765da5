package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeJsonTest {
    private static final String ID = DecisionId.of(new UnitId("u"), "c").value();

    @Test
    void readsEveryField() {
        Outcome outcome =
                read("{\"decision\":\"" + ID + "\",\"outcomeId\":\"o\",\"at\":\"2026-11-22T11:15:30.5+01:00\","
                        + "\"metrics\":{\"sold\":4,\"lost\":0.5},\"activation\":true,\"episodeEnd\":true}");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        ID, "o", 1795342530500L, Map.of("sold", 4.0, "lost", 0.5), true, true, null, false));
    }

    @Test
    void takesUnitAndTheCallersIdForTheDecision() {
        Outcome outcome = read("{\"unit\":\"u\",\"id\":\"c\",\"at\":12,\"metrics\":{\"x\":1}}");

        assertThat(outcome.getDecision()).isEqualTo(ID);
        assertThat(outcome.getTime()).isEqualTo(12);
    }

    @Test
    void derivesTheSameIdForTheSameOutcomeAndAnotherForAnother() {
        String first = read("{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1,\"y\":2}}")
                .getOutcomeId();

        assertThat(OutcomeJson.read(bytes("{\"metrics\":{\"y\":2.0,\"x\":1},\"decision\":\"" + ID + "\"}"), 777, null)
                        .getOutcomeId())
                .isEqualTo(first);
        assertThat(read("{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1,\"y\":3}}")
                        .getOutcomeId())
                .isNotEqualTo(first);
        assertThat(read("{\"unit\":\"u\",\"id\":\"d\",\"metrics\":{\"x\":1,\"y\":2}}")
                        .getOutcomeId())
                .isNotEqualTo(first);
        assertThat(read("{\"unit\":\"u\",\"id\":\"c\",\"at\":5,\"metrics\":{\"x\":1,\"y\":2}}")
                        .getOutcomeId())
                .isNotEqualTo(first);
    }

    @Test
    void takesTheTimeOfArrivalWhereNoneIsGiven() {
        assertThat(read("{\"unit\":\"u\",\"id\":\"c\",\"activation\":true}").getTime())
                .isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | decision",
                "{\"unit\":\"u\",\"metrics\":{\"x\":1}} | id",
                "{\"decision\":\"zz\",\"metrics\":{\"x\":1}} | decision",
                "{\"unit\":\"u\",\"id\":\"c\"} | metrics",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":\"1\"}} | metrics.x",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1e999}} | metrics.x",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1,\"x\":1}} | metrics.x",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":[1]} | metrics",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1},\"at\":\"today\"} | at",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1},\"at\":1.5} | at",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1},\"at\":-1} | at",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1},\"at\":99999999999999999999} | at",
                "{\"unit\":\"u\",\"id\":\"c\",\"unit\":\"v\",\"metrics\":{\"x\":1}} | unit",
                "{\"unit\":\"\",\"id\":\"c\",\"metrics\":{\"x\":1}} | unit",
                "{\"unit\":\"u\",\"id\":\"c\",\"metric\":{\"x\":1}} | metric",
                "{\"unit\":\"u\",\"id\":\"c\",\"activation\":1} | activation",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":1},\"truncated\":true} | truncated",
                "{\"unit\":\"u\",\"id\":\"c\",\"episodeEnd\":true,\"lastObservation\":{}} | lastObservation",
                "{\"unit\":\"u\",\"id\":\"c\",\"metrics\":{\"x\":NaN}} | body",
                "[] | body",
            })
    void refusesWithTheField(String json, String field) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(json));

        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void readsHowAnEpisodeEnds() {
        FeatureReader observations =
                new FeatureReader(new FeatureSchema(List.of(new FeatureSpec.Numeric("stock", 1, 0.0))));
        Outcome outcome = OutcomeJson.read(
                bytes("{\"unit\":\"u\",\"id\":\"c\",\"episodeEnd\":true,\"truncated\":true,"
                        + "\"lastObservation\":{\"stock\":7}}"),
                1000,
                observations);

        assertThat(outcome.getEpisodeEnd()).isTrue();
        assertThat(outcome.getTruncated()).isTrue();
        assertThat(outcome.getLastObservation()).isEqualTo(new Features(List.of(7.0), List.of()));
        assertThat(outcome.getOutcomeId())
                .isNotEqualTo(read("{\"unit\":\"u\",\"id\":\"c\",\"episodeEnd\":true}")
                        .getOutcomeId());
    }

    private static Outcome read(String json) {
        return OutcomeJson.read(bytes(json), 1000, null);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
