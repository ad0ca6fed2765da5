package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.Source;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.wire.Codec;
import java.util.List;
import java.util.Map;

/** Records as callers make them: two actions, the metric {@code r}. */
final class Events {
    static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    static final Codec<Outcome> OUTCOMES = Codec.of(Outcome.class);
    static final Codec<Tick> TICKS = Codec.of(Tick.class);

    /** What stands on keyed. */
    record Event(Source source, byte[] value) {}

    private Events() {}

    static String id(int n) {
        return DecisionId.of(new UnitId("unit-" + n % 7), "call-" + n).value();
    }

    static Decision decision(int n, long time) {
        Decision d = new Decision();
        d.setId(id(n));
        d.setTime(time);
        d.setUnit("unit-" + n % 7);
        d.setAction("b");
        d.setPropensity(0.75);
        d.setPmf(List.of(0.25, 0.75));
        d.setSituation(new Situation(new Features(List.of(0.5, -1.0), List.of("grün")), null, null));
        d.setProblemHash("hash");
        d.setVariant("linear");
        d.setRequestHash(1000 + n);
        return d;
    }

    static Outcome outcome(int n, String name, long time, double r) {
        return new Outcome(id(n), name, time, Map.of("r", r), false, false, null, false);
    }

    static Outcome activation(int n, String name, long time) {
        return new Outcome(id(n), name, time, Map.of(), true, false, null, false);
    }

    static Event at(Decision d) {
        return new Event(new Source(true, 0, 0), DECISIONS.encode(d));
    }

    static Event at(Outcome o) {
        return new Event(new Source(false, 0, 0), OUTCOMES.encode(o));
    }

    static Event tick(boolean decisions, long time) {
        return new Event(new Source(decisions, 0, 0), TICKS.encode(new Tick(time, "test", null)));
    }
}
