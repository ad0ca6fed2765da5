package dev.weir.service.why;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.wire.Values;
import dev.weir.service.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Writes features under their names, as a request gives them. */
final class NamedFeatures {
    private NamedFeatures() {}

    static void write(Json json, FeatureSchema schema, Features features) {
        json.object();
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            json.key(spec.name());
            if (!(spec instanceof FeatureSpec.Numeric n)) {
                json.value(text < features.texts().length ? features.texts()[text] : null);
                text++;
            } else if (n.size() == 1) {
                json.value(at(features, number++));
            } else {
                json.list();
                for (int i = 0; i < n.size(); i++) {
                    json.value(at(features, number++));
                }
                json.endList();
            }
        }
        json.end();
    }

    /** Name and value of each, for people. */
    static List<List<String>> rows(FeatureSchema schema, dev.weir.schemas.avro.Features record) {
        Features features = Values.value(record);
        List<List<String>> rows = new ArrayList<>();
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            if (!(spec instanceof FeatureSpec.Numeric n)) {
                rows.add(List.of(spec.name(), text < features.texts().length ? features.texts()[text] : "–"));
                text++;
                continue;
            }
            for (int i = 0; i < n.size(); i++) {
                rows.add(List.of(
                        n.size() == 1 ? spec.name() : spec.name() + "[" + i + "]",
                        Double.toString(at(features, number++))));
            }
        }
        return rows;
    }

    static void writeCandidate(Json json, DecisionProblem problem, Situation situation, int action) {
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            json.key("features");
            write(json, c.features(), situation.candidates().get(action).features());
        }
    }

    /** NaN where a problem file has more features than the log's record, which JSON says as null. */
    private static double at(Features features, int i) {
        return i < features.numbers().length ? features.numbers()[i] : Double.NaN;
    }
}
