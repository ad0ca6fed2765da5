package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.schemas.avro.DecisionRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestJsonTest {
    @Test
    void readsEveryField() {
        DecisionRequest request = read("{\"id\":\"i\",\"unit\":\"u\",\"step\":3,\"features\":{\"x\":[1, 2.50]},"
                + "\"candidates\":[{\"id\":\"a\",\"features\":{}}],\"baselineAction\":\"a\","
                + "\"allowed\":{\"max\":4},\"activation\":\"deferred\"}");

        assertThat(request.getId()).isEqualTo("i");
        assertThat(request.getUnit()).isEqualTo("u");
        assertThat(request.getStep()).isEqualTo(3);
        assertThat(request.getFeatures()).isEqualTo("{\"x\":[1,2.50]}");
        assertThat(request.getCandidates()).isEqualTo("[{\"id\":\"a\",\"features\":{}}]");
        assertThat(request.getBaselineAction()).isEqualTo("a");
        assertThat(request.getAllowed()).isEqualTo("{\"max\":4}");
        assertThat(request.getDeferred()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | unit",
                "{\"unit\":7} | unit",
                "{\"unit\":\"u\",\"step\":1.5} | step",
                "{\"unit\":\"u\",\"features\":[]} | features",
                "{\"unit\":\"u\",\"candidates\":{}} | candidates",
                "{\"unit\":\"u\",\"activation\":\"later\"} | activation",
                "{\"unit\":\"u\",\"unit\":\"u\"} | unit",
                "{\"unit\":\"u\",\"feature\":{}} | feature",
                "{\"unit\":\"u\",\"features\":{\"x\":Infinity}} | body",
                "{\"unit\":\"u\" | body",
            })
    void refusesWithTheField(String json, String field) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(json));

        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.field()).isEqualTo(field);
    }

    private static DecisionRequest read(String json) {
        return RequestJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
