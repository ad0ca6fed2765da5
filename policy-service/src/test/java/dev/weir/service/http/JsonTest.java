package dev.weir.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.service.json.Json;
import dev.weir.service.serve.Reply;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class JsonTest {
    @Test
    void escapesWhatWouldEndAStringAndKeepsTheRest() {
        String nasty = "a\"b\\c\nd\u0001e/é😀\u2028";
        String json = Call.json(new Reply("id", nasty, 1e-17, null, null, nasty, true, false));

        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.get("action").asString()).isEqualTo(nasty);
        assertThat(read.get("propensity").asDouble()).isEqualTo(1e-17);
        assertThat(read.get("track").isNull()).isTrue();
        assertThat(read.propertyNames())
                .containsExactly(
                        "decision", "action", "propensity", "track", "version", "variant", "fallback", "limited");
    }

    @Test
    void writesNestedListsAndNumbersThatJsonDoesNotHaveAsNull() {
        Json json = new Json()
                .object()
                .key("a")
                .list()
                .value(1.5)
                .value(Double.NaN)
                .object()
                .end()
                .endList();
        assertThat(json.field("n", 7L).field("t", true).end().toString())
                .isEqualTo("{\"a\":[1.5,null,{}],\"n\":7,\"t\":true}");
    }
}
