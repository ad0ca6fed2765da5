package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import dev.weir.service.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A request of the Open Inference Protocol: a tensor a feature, and {@code unit}, {@code id}, {@code step},
 * {@code baselineAction} as tensors or, for all rows, as parameters.
 */
record InferRequest(@Nullable String id, Map<String, String> parameters, Map<String, Tensor> inputs, int rows) {
    private static final Set<String> TEXTS = Set.of("unit", "id", "baselineAction");
    private static final String STEP = "step";
    private static final int MAX_ROWS = 10_000;

    static InferRequest read(byte[] body) {
        return StrictJson.read(body, InferRequest::read);
    }

    private static InferRequest read(JsonParser p) {
        StrictJson.object(p, "body");
        String id = null;
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            p.nextToken();
            switch (key) {
                case "id" -> id = p.currentToken() == JsonToken.VALUE_NULL ? null : StrictJson.text(p, "id", 0, 480);
                case "parameters" -> parameters(p, parameters);
                case "inputs" -> inputs(p, inputs);
                case "outputs" -> p.skipChildren(); // all are given
                default -> throw new Refusal(key, "an unknown key", "id, parameters, inputs, outputs");
            }
        }
        if (inputs.isEmpty()) {
            throw new Refusal("inputs", "absent", "at least one tensor");
        }
        int rows = inputs.values().iterator().next().rows();
        for (Tensor one : inputs.values()) {
            if (one.rows() != rows || rows > MAX_ROWS) {
                throw new Refusal(one.name(), one.rows() + " rows", "as many as the first tensor, at most " + MAX_ROWS);
            }
        }
        return new InferRequest(id == null || id.isEmpty() ? null : id, parameters, inputs, rows);
    }

    private static void parameters(JsonParser p, Map<String, String> parameters) {
        if (p.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        StrictJson.object(p, "parameters");
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            if (p.nextToken().isScalarValue()) {
                parameters.put(key, p.getString());
            } else {
                p.skipChildren();
            }
        }
    }

    private static void inputs(JsonParser p, Map<String, Tensor> inputs) {
        if (p.currentToken() != JsonToken.START_ARRAY) {
            throw StrictJson.wrong(p, "inputs", "a list of tensors");
        }
        while (p.nextToken() != JsonToken.END_ARRAY) {
            Tensor one = Tensor.read(p, "inputs[" + inputs.size() + "]");
            if (inputs.put(one.name(), one) != null) {
                throw new Refusal("inputs", one.name() + " twice", "each tensor once");
            }
        }
    }

    /** A row as the service's own request says it. */
    byte[] row(int row) {
        Json json = new Json().object();
        for (String name : TEXTS) {
            Tensor tensor = inputs.get(name);
            String value = tensor == null
                    ? parameters.get(name)
                    : String.valueOf(tensor.data().get(row));
            if (value == null && name.equals("id") && id != null) {
                value = rows == 1 ? id : id + "/" + row;
            }
            if (value != null) {
                json.field(name, value);
            }
        }
        Tensor step = inputs.get(STEP);
        String steps =
                step == null ? parameters.get(STEP) : String.valueOf(step.data().get(row));
        if (steps != null) {
            json.key(STEP).raw(steps.matches("-?\\d{1,19}") ? steps : "null");
        }
        json.key("features").object();
        for (Tensor tensor : inputs.values()) {
            if (!TEXTS.contains(tensor.name()) && !tensor.name().equals(STEP)) {
                feature(json.key(tensor.name()), tensor, row);
            }
        }
        return json.end().end().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void feature(Json json, Tensor tensor, int row) {
        int from = row * tensor.columns();
        if (tensor.columns() == 1) {
            value(json, tensor.data().get(from));
            return;
        }
        json.list();
        for (int i = from; i < from + tensor.columns(); i++) {
            value(json, tensor.data().get(i));
        }
        json.endList();
    }

    private static void value(Json json, Object value) {
        if (value instanceof String text) {
            json.value(text);
        } else {
            json.raw(value.toString());
        }
    }
}
