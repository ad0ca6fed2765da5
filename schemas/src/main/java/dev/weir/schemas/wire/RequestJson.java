package dev.weir.schemas.wire;

import dev.weir.schemas.avro.DecisionRequest;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A request for a decision as people write it, the same over HTTP and on the topic {@code requests}: {@code id},
 * {@code unit}, {@code step}, {@code features}, {@code candidates}, {@code baselineAction}, {@code allowed},
 * {@code activation: deferred}. Features and candidates stay JSON, for only the problem's schema can read them; what is
 * within them is read by {@link FeatureReader}.
 */
public final class RequestJson {
    private static final int MAX_ID = 512;
    private static final JsonFactory TEXT = new JsonFactory();
    private static final List<String> KEYS =
            List.of("id", "unit", "step", "features", "candidates", "baselineAction", "allowed", "activation");

    private final Set<String> seen = new HashSet<>();
    private final DecisionRequest request = new DecisionRequest();

    private RequestJson() {
        request.setFeatures("{}");
    }

    /**
     * Reads one document.
     *
     * @throws Refusal naming the field, its value and what was expected
     */
    public static DecisionRequest read(byte[] json) {
        return StrictJson.read(json, parser -> new RequestJson().request(parser));
    }

    private DecisionRequest request(JsonParser p) {
        StrictJson.object(p, "body");
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            StrictJson.once(seen, "", key);
            p.nextToken();
            if (p.currentToken() != JsonToken.VALUE_NULL) {
                field(p, key);
            }
        }
        if (request.getUnit() == null) {
            throw new Refusal("unit", "absent", "the unit that is decided for");
        }
        return request;
    }

    private void field(JsonParser p, String key) {
        switch (key) {
            case "id" -> request.setId(StrictJson.text(p, key, 1, MAX_ID));
            case "unit" -> request.setUnit(StrictJson.text(p, key, 1, MAX_ID));
            case "step" -> request.setStep(StrictJson.integer(p, key));
            case "features" -> request.setFeatures(copy(p, key, JsonToken.START_OBJECT, "an object of named features"));
            case "candidates" -> request.setCandidates(copy(p, key, JsonToken.START_ARRAY, "a list of candidates"));
            case "baselineAction" -> request.setBaselineAction(StrictJson.text(p, key, 1, MAX_ID));
            case "allowed" -> request.setAllowed(copy(p, key, JsonToken.START_OBJECT, "an object"));
            case "activation" -> request.setDeferred(deferred(p));
            default -> throw new Refusal(key, "an unknown key", Suggestion.among(key, KEYS));
        }
    }

    private static boolean deferred(JsonParser p) {
        String activation = StrictJson.text(p, "activation", 1, MAX_ID);
        if (!activation.equals("deferred") && !activation.equals("immediate")) {
            throw new Refusal("activation", activation, "deferred or immediate");
        }
        return activation.equals("deferred");
    }

    private static String copy(JsonParser p, String field, @Nullable JsonToken start, String expected) {
        if (p.currentToken() != start) {
            throw StrictJson.wrong(p, field, expected);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = TEXT.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructureExact(p);
        }
        return text.toString();
    }
}
