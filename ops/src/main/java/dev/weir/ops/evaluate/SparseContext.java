package dev.weir.ops.evaluate;

import dev.weir.rl.feature.FeatureEncoder;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.SparseVector;
import java.util.ArrayList;
import java.util.List;

/** Features as a sparse vector for a regression: wide ones (hashed, words) are folded to at most 64 places. Confined to one thread. */
final class SparseContext {
    private static final int MOST = 64;

    private final List<FeatureEncoder> encoders = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final int width;
    private final SparseVector entries = new SparseVector();

    SparseContext(FeatureSchema schema) {
        int places = 0;
        for (FeatureSpec spec : schema.specs()) {
            FeatureEncoder encoder = FeatureEncoder.of(schema, spec.name());
            boolean fold = !(spec instanceof FeatureSpec.Numeric);
            int own = fold ? Math.min(MOST, encoder.width()) : encoder.width();
            encoders.add(encoder);
            offsets.add(places);
            widths.add(own);
            places += own;
        }
        this.width = places;
    }

    int width() {
        return width;
    }

    /** Appends the entries that are not zero; places may repeat where features are folded. */
    void encode(Features features, SparseVector out) {
        for (int f = 0; f < encoders.size(); f++) {
            entries.clear();
            encoders.get(f).encode(features, entries);
            for (int i = 0; i < entries.size(); i++) {
                out.add(offsets.get(f) + entries.place(i) % widths.get(f), entries.value(i));
            }
        }
    }
}
