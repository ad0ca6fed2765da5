package dev.weir.schemas.problem;

import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.problem.Node.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a list of feature declarations. */
final class FeaturesReader {
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final int MAX_FEATURES = 1000;
    private static final int MAX_BUCKETS = 1 << 20;

    private FeaturesReader() {}

    /** Reads {@code features} of a section; {@code taken} are names that may not be used again, and grows. */
    static FeatureSchema read(Section section, Set<String> taken) {
        List<FeatureSpec> specs = new ArrayList<>();
        List<Node> items = section.items("features", 0, MAX_FEATURES);
        for (int i = 0; i < items.size(); i++) {
            String key = "features[" + i + "]";
            if (!(items.get(i) instanceof Mapping mapping)) {
                section.wrong(key, items.get(i), "a feature, like {name: price, type: numeric}");
                continue;
            }
            try (Section feature = new Section(section.at(key), mapping, section.reading)) {
                specs.add(feature(feature, taken));
            }
        }
        return new FeatureSchema(specs);
    }

    private static FeatureSpec feature(Section s, Set<String> taken) {
        String name = s.text("name", null);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            s.wrong("name", s.node("name"), "a name of letters, digits, '_', '.', '-', at most 64, not a digit first");
        } else if (!name.isEmpty() && !taken.add(name)) {
            s.wrong(
                    "name",
                    s.node("name"),
                    "a name that no other feature has ('action' is taken by the action itself)");
        }
        return switch (s.choice("type", null, "numeric", "categorical", "hashed", "text")) {
            case "categorical" -> new FeatureSpec.Categorical(name, s.texts("values", 1, 10_000));
            case "hashed" -> new FeatureSpec.Hashed(name, (int) s.integer("buckets", 1, MAX_BUCKETS, null));
            case "text" -> new FeatureSpec.Text(name, (int) s.integer("buckets", 1, MAX_BUCKETS, null));
            default -> {
                int size = (int) s.integer("size", 1, 4096, 1L);
                double missing = s.has("missing")
                        ? s.number("missing", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null)
                        : Double.NaN;
                yield new FeatureSpec.Numeric(name, size, missing);
            }
        };
    }
}
