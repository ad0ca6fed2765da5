package dev.weir.rl.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes all features of a schema as one row of numbers, in the schema's order: a numeric one as it is, a categorical one
 * as one of its values or "other", hashed ones and words as places among their buckets. What networks read, before it is
 * normalised. Immutable and safe for use by many threads.
 */
public final class DenseInput {
    private final FeatureSchema schema;
    private final List<FeatureEncoder> encoders = new ArrayList<>();
    private final int[] offsets;
    private final boolean[] numeric;
    private final int width;
    private final boolean numbersOnly;

    /** The encoding of a schema. */
    public DenseInput(FeatureSchema schema) {
        this.schema = schema;
        this.offsets = new int[schema.specs().size()];
        int places = 0;
        for (int f = 0; f < offsets.length; f++) {
            FeatureEncoder encoder =
                    FeatureEncoder.of(schema, schema.specs().get(f).name());
            encoders.add(encoder);
            offsets[f] = places;
            places += encoder.width();
        }
        this.width = places;
        this.numeric = new boolean[places];
        for (int f = 0; f < offsets.length; f++) {
            if (schema.specs().get(f) instanceof FeatureSpec.Numeric n) {
                Arrays.fill(numeric, offsets[f], offsets[f] + n.size(), true);
            }
        }
        this.numbersOnly = schema.texts() == 0;
    }

    /** Places of the encoding. */
    public int width() {
        return width;
    }

    /** Features that were encoded. */
    public int features() {
        return offsets.length;
    }

    /** Name of a feature. */
    public String featureName(int feature) {
        return schema.specs().get(feature).name();
    }

    /** First place of a feature; of {@link #features()}: the width. */
    public int offset(int feature) {
        return feature == offsets.length ? width : offsets[feature];
    }

    /** True if the place is a number to be normalised; false if it is part of a code of zeros and ones. */
    public boolean numeric(int place) {
        return numeric[place];
    }

    /** What a place stands for, for people. */
    public String nameOf(int place) {
        int f = offsets.length - 1;
        while (offsets[f] > place) {
            f--;
        }
        return encoders.get(f).nameOf(place - offsets[f]);
    }

    /**
     * Writes the encoding at a place of a row.
     *
     * @throws IllegalArgumentException naming the feature that is not finite in single precision; the row may be part
     *                                  written then
     */
    public void encode(Features features, float[] row, int at) {
        if (numbersOnly) {
            numbers(features.numbers(), row, at);
            return;
        }
        Arrays.fill(row, at, at + width, 0f);
        SparseVector entries = new SparseVector();
        for (int f = 0; f < offsets.length; f++) {
            entries.clear();
            encoders.get(f).encode(features, entries);
            for (int i = 0; i < entries.size(); i++) {
                int place = offsets[f] + entries.place(i);
                row[at + place] = checked(place, entries.value(i));
            }
        }
    }

    private void numbers(double[] numbers, float[] row, int at) {
        for (int i = 0; i < width; i++) {
            row[at + i] = checked(i, numbers[i]);
        }
    }

    private float checked(int place, double value) {
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw new IllegalArgumentException(
                    "feature " + nameOf(place) + " must be finite in single precision, was " + value);
        }
        return single;
    }
}
