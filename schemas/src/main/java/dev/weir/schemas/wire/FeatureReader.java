package dev.weir.schemas.wire;

import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a JSON object of named features into {@link Features}, straight from the parser into primitive arrays. Immutable
 * and safe for use by many threads.
 *
 * <p>Numeric features are numbers (lists of numbers where their size is above 1), all others are text. A feature that is
 * left out or null takes its {@code missing} value, and is refused if it has none; categorical, hashed and text features
 * are then "". A name that the schema does not hold is refused.
 */
public final class FeatureReader {
    private static final int MAX_TEXT = 65_536;

    private final List<FeatureSpec> specs;
    private final Map<String, Integer> places = new HashMap<>();
    private final int[] offsets;
    private final double[] missingNumbers;
    private final String[] missingTexts;

    public FeatureReader(FeatureSchema schema) {
        this.specs = schema.specs();
        this.offsets = new int[specs.size()];
        this.missingNumbers = new double[schema.numbers()];
        this.missingTexts = new String[schema.texts()];
        Arrays.fill(missingTexts, "");
        int number = 0;
        int text = 0;
        for (int i = 0; i < offsets.length; i++) {
            places.put(specs.get(i).name(), i);
            if (specs.get(i) instanceof FeatureSpec.Numeric n) {
                offsets[i] = number;
                Arrays.fill(missingNumbers, number, number + n.size(), n.missing());
                number += n.size();
            } else {
                offsets[i] = text++;
            }
        }
    }

    /** Reads a whole document. */
    public Features read(byte[] json) {
        return StrictJson.read(json, parser -> read(parser, "features"));
    }

    /** The features of somebody who gave none. */
    public Features absent(String path) {
        return complete(new Features(missingNumbers.clone(), missingTexts.clone()), path);
    }

    /**
     * Reads the object that the parser stands on, and leaves the parser on its end.
     *
     * @param path what errors call the object, e.g. {@code features} or {@code candidates[3].features}
     * @throws Refusal naming the field, its value and what was expected
     */
    public Features read(JsonParser p, String path) {
        StrictJson.object(p, path);
        double[] numbers = missingNumbers.clone();
        String[] texts = missingTexts.clone();
        boolean[] seen = new boolean[offsets.length];
        int expected = 0; // callers mostly keep the schema's order
        for (String name = p.nextName(); name != null; name = p.nextName()) {
            int i = expected < offsets.length && specs.get(expected).name().equals(name) ? expected : place(path, name);
            expected = i + 1;
            if (seen[i]) {
                throw new Refusal(path + "." + name, "given twice", "each feature once");
            }
            seen[i] = true;
            value(p, i, path, numbers, texts);
        }
        return complete(new Features(numbers, texts), path);
    }

    private int place(String path, String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new Refusal(
                    path + "." + name,
                    "an unknown feature",
                    Suggestion.among(name, specs.stream().map(FeatureSpec::name).toList())
                            .replace("the keys", "the features"));
        }
        return place;
    }

    private void value(JsonParser p, int i, String path, double[] numbers, String[] texts) {
        FeatureSpec spec = specs.get(i);
        JsonToken token = p.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return; // missing
        }
        if (!(spec instanceof FeatureSpec.Numeric numeric)) {
            if (token != JsonToken.VALUE_STRING) {
                throw StrictJson.wrong(p, path + "." + spec.name(), "text");
            }
            texts[offsets[i]] = StrictJson.text(p, path, spec.name(), MAX_TEXT);
        } else if (numeric.size() == 1) {
            numbers[offsets[i]] = number(p, spec, path);
        } else {
            list(p, numeric, offsets[i], path, numbers);
        }
    }

    private static void list(JsonParser p, FeatureSpec.Numeric spec, int offset, String path, double[] numbers) {
        String expected = "a list of " + spec.size() + " numbers";
        if (p.currentToken() != JsonToken.START_ARRAY) {
            throw StrictJson.wrong(p, path + "." + spec.name(), expected);
        }
        int n = 0;
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (n == spec.size()) {
                throw new Refusal(path + "." + spec.name(), "more than " + n + " items", expected);
            }
            numbers[offset + n++] = number(p, spec, path);
        }
        if (n != spec.size()) {
            throw new Refusal(path + "." + spec.name(), n + " items", expected);
        }
    }

    /** The name of the field is put together only when it is needed. */
    private static double number(JsonParser p, FeatureSpec spec, String path) {
        JsonToken token = p.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            double value = p.getDoubleValue();
            if (Double.isFinite(value)) {
                return value;
            }
        }
        return StrictJson.number(p, path + "." + spec.name());
    }

    private Features complete(Features features, String path) {
        double[] numbers = features.numbers();
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isNaN(numbers[i])) { // left out, and no value stands for it
                throw new Refusal(path + "." + nameAt(i), "absent", "a number: this feature has no missing value");
            }
        }
        return features;
    }

    private String nameAt(int place) {
        String name = "";
        for (int i = 0; i < offsets.length; i++) {
            if (specs.get(i) instanceof FeatureSpec.Numeric && offsets[i] <= place) {
                name = specs.get(i).name();
            }
        }
        return name;
    }
}
