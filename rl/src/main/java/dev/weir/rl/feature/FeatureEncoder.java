package dev.weir.rl.feature;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Encodes one named feature as numbers: a numeric one as it is, a categorical one as one of its values or "other", hashed
 * ones and words as places among their buckets. Immutable and safe for use by many threads.
 */
public final class FeatureEncoder {
    private final FeatureSpec spec;
    private final int offset;
    private final int width;
    private final Map<String, Integer> categories;

    private FeatureEncoder(FeatureSpec spec, int offset) {
        this.spec = spec;
        this.offset = offset;
        this.categories = new HashMap<>();
        if (spec instanceof FeatureSpec.Numeric n) {
            this.width = n.size();
        } else if (spec instanceof FeatureSpec.Categorical c) {
            this.width = c.values().size() + 1;
            for (String value : c.values()) {
                categories.put(value, categories.size());
            }
        } else if (spec instanceof FeatureSpec.Hashed h) {
            this.width = h.buckets();
        } else {
            this.width = ((FeatureSpec.Text) spec).buckets();
        }
    }

    /**
     * The encoder of one feature of a schema.
     *
     * @throws IllegalArgumentException if the schema has no feature of this name
     */
    public static FeatureEncoder of(FeatureSchema schema, String name) {
        int numbers = 0;
        int texts = 0;
        for (FeatureSpec spec : schema.specs()) {
            boolean numeric = spec instanceof FeatureSpec.Numeric;
            if (spec.name().equals(name)) {
                return new FeatureEncoder(spec, numeric ? numbers : texts);
            }
            if (spec instanceof FeatureSpec.Numeric n) {
                numbers += n.size();
            } else {
                texts++;
            }
        }
        throw new IllegalArgumentException("no feature '" + name + "' among "
                + schema.specs().stream().map(FeatureSpec::name).toList());
    }

    /** Places of the encoding. */
    public int width() {
        return width;
    }

    /** What a place stands for, for people. */
    public String nameOf(int place) {
        if (spec instanceof FeatureSpec.Numeric n) {
            return n.size() == 1 ? n.name() : n.name() + "[" + place + "]";
        } else if (spec instanceof FeatureSpec.Categorical c) {
            return c.name() + "=" + (place < c.values().size() ? c.values().get(place) : "(other)");
        }
        return spec.name() + "#" + place;
    }

    /** Appends the entries that are not zero, in ascending order of places. */
    public void encode(Features features, SparseVector out) {
        if (spec instanceof FeatureSpec.Numeric n) {
            for (int i = 0; i < n.size(); i++) {
                double value = features.numbers()[offset + i];
                if (value != 0) {
                    out.add(i, value);
                }
            }
        } else if (spec instanceof FeatureSpec.Categorical) {
            out.add(categories.getOrDefault(features.texts()[offset], width - 1), 1);
        } else if (spec instanceof FeatureSpec.Hashed) {
            String text = features.texts()[offset];
            if (!text.isEmpty()) {
                out.add(bucket(text), 1);
            }
        } else {
            words(features.texts()[offset], out);
        }
    }

    private void words(String text, SparseVector out) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
        int count = 0;
        int[] hits = new int[words.length];
        for (String word : words) {
            if (!word.isEmpty()) {
                hits[count++] = bucket(word);
            }
        }
        Arrays.sort(hits, 0, count);
        double weight = count == 0 ? 0 : 1 / Math.sqrt(count);
        for (int i = 0; i < count; ) {
            int j = i;
            while (j < count && hits[j] == hits[i]) {
                j++;
            }
            out.add(hits[i], weight * (j - i));
            i = j;
        }
    }

    private int bucket(String text) {
        long hash = Hashing.murmur3_128().hashBytesToLong(text.getBytes(StandardCharsets.UTF_8));
        return (int) Long.remainderUnsigned(hash, width);
    }
}
