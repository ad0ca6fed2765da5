package dev.weir.rl.feature;

import java.util.List;

/** One named feature of a schema. */
public sealed interface FeatureSpec {
    /** Unique within its schema. */
    String name();

    /** {@code size} numbers; where the caller leaves it out, each is {@code missing} (NaN: it is required). */
    record Numeric(String name, int size, double missing) implements FeatureSpec {}

    /** One of a list of values; any other value, and a missing one, is the category "other". */
    record Categorical(String name, List<String> values) implements FeatureSpec {
        public Categorical {
            values = List.copyOf(values);
        }
    }

    /** Any value, hashed into {@code buckets} places. */
    record Hashed(String name, int buckets) implements FeatureSpec {}

    /** Words of a text, hashed into {@code buckets} places, each weighted by 1 / sqrt(number of words). */
    record Text(String name, int buckets) implements FeatureSpec {}
}
