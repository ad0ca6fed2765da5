package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One input tensor of the Open Inference Protocol; its first dimension counts the rows.
 *
 * @param data in row-major order: {@link Double}, {@link Long} or {@link String}
 */
record Tensor(String name, int rows, int columns, List<Object> data) {
    private static final int MAX_CELLS = 1_000_000;
    private static final Set<String> TYPES = Set.of(
            "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64",
            "BYTES");

    /** Reads the object that the parser stands on. */
    static Tensor read(JsonParser p, String path) {
        StrictJson.object(p, path);
        String name = "";
        String type = "";
        List<Object> shape = List.of();
        List<Object> data = List.of();
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            p.nextToken();
            switch (key) {
                case "name" -> name = StrictJson.text(p, path + ".name", 1, 512);
                case "datatype" -> type = StrictJson.text(p, path + ".datatype", 1, 16);
                case "shape" -> shape = flat(p, path + ".shape");
                case "data" -> data = flat(p, path + ".data");
                case "parameters" -> p.skipChildren();
                default ->
                    throw new Refusal(path + "." + key, "an unknown key", "name, shape, datatype, data, parameters");
            }
        }
        if (!TYPES.contains(type)) {
            throw new Refusal(
                    path + ".datatype",
                    type,
                    "one of " + TYPES.stream().sorted().toList());
        }
        return shaped(path, name, shape, data);
    }

    private static Tensor shaped(String path, String name, List<Object> shape, List<Object> data) {
        long cells = 1;
        for (Object one : shape) {
            if (!(one instanceof Long n) || n < 1 || n > MAX_CELLS || cells * n > MAX_CELLS) {
                throw new Refusal(path + ".shape", shape, "whole numbers from 1, at most " + MAX_CELLS + " cells");
            }
            cells *= n;
        }
        if (shape.isEmpty() || cells != data.size()) {
            throw new Refusal(path + ".data", data.size() + " values", "as many as the shape " + shape + " has cells");
        }
        int rows = (int) (long) (Long) shape.get(0);
        return new Tensor(name, rows, (int) (cells / rows), data);
    }

    /** The values of a list, whether nested or not. */
    private static List<Object> flat(JsonParser p, String path) {
        if (p.currentToken() != JsonToken.START_ARRAY) {
            throw StrictJson.wrong(p, path, "a list");
        }
        List<Object> all = new ArrayList<>();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = Objects.requireNonNull(p.nextToken(), "a list ends or Jackson throws");
            if (token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else if (all.size() == MAX_CELLS) {
                throw new Refusal(path, "more values", "at most " + MAX_CELLS);
            } else if (token == JsonToken.VALUE_STRING) {
                all.add(p.getString());
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                all.add(StrictJson.integer(p, path));
            } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                all.add(token == JsonToken.VALUE_TRUE ? 1L : 0L);
            } else {
                all.add(StrictJson.number(p, path));
            }
        }
        return all;
    }
}
