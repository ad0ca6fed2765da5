package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.json.Json;
import java.nio.charset.StandardCharsets;

/** A made-up request that fits a problem: what a service decides, and throws away, until it is fast. */
final class Rehearsal {
    private Rehearsal() {}

    /** As a caller would send it. */
    static byte[] request(ProblemFile file) {
        Json json = new Json().object().field("id", "rehearsal").field("unit", "rehearsal");
        if (file.episodes() != null) {
            json.field("step", 0L);
        }
        features(json, file.decision().context());
        if (file.decision().actions() instanceof ActionSpace.Candidates c) {
            json.key("candidates").list();
            for (int i = 0; i < Math.min(4, c.max()); i++) {
                json.object().field("id", "c" + i);
                features(json, c.features());
                json.end();
            }
            json.endList().field("baselineAction", "c0");
        } else {
            json.field(
                    "baselineAction",
                    file.decision().actions() instanceof ActionSpace.Ids ids
                            ? ids.ids().get(0)
                            : "0");
        }
        if (file.limits().requestMax() != null) {
            json.key("allowed").object().field(file.limits().requestMax(), 1e6).end();
        }
        return json.end().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void features(Json json, FeatureSchema schema) {
        json.key("features").object();
        for (FeatureSpec spec : schema.specs()) {
            json.key(spec.name());
            if (!(spec instanceof FeatureSpec.Numeric n)) {
                json.value("x");
            } else if (n.size() == 1) {
                json.value(1.0);
            } else {
                json.list();
                for (int i = 0; i < n.size(); i++) {
                    json.value(1.0);
                }
                json.endList();
            }
        }
        json.end();
    }
}
