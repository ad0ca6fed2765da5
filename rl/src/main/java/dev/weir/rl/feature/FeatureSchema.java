package dev.weir.rl.feature;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Ordered named features of one kind of thing (of a situation, or of a candidate). */
public record FeatureSchema(List<FeatureSpec> specs) {
    /** No features. */
    public static final FeatureSchema EMPTY = new FeatureSchema(List.of());

    public FeatureSchema {
        specs = List.copyOf(specs);
    }

    /** Places in {@link Features#numbers()}. */
    public int numbers() {
        return specs.stream()
                .mapToInt(s -> s instanceof FeatureSpec.Numeric n ? n.size() : 0)
                .sum();
    }

    /** Places in {@link Features#texts()}. */
    public int texts() {
        return (int)
                specs.stream().filter(s -> !(s instanceof FeatureSpec.Numeric)).count();
    }

    /** 64-bit hash of names, types and parameters, in order. */
    public long fingerprint() {
        return Hashing.murmur3_128().hashBytesToLong(specs.toString().getBytes(StandardCharsets.UTF_8));
    }
}
