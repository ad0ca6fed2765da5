package dev.weir.service.why;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import java.util.List;

/** Decisions as the log has them, for tests. */
final class Decisions {
    private Decisions() {}

    /** Of a problem without features, certain of one of two actions. */
    static Decision of(String unit, String action, double propensity) {
        return Decision.newBuilder()
                .setId(DecisionId.of(new UnitId(unit), "1").value())
                .setTime(1_000)
                .setUnit(unit)
                .setAction(action)
                .setPropensity(propensity)
                .setPmf(List.of(propensity, 1 - propensity))
                .setSituation(new Situation(new Features(List.of(), List.of()), null, null))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("baseline")
                .build();
    }
}
