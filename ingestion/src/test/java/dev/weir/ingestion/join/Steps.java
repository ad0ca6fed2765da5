package dev.weir.ingestion.join;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import java.util.List;
import java.util.Map;

/** Decisions and outcomes of episodes: step {@code s} of a unit has the situation {@code (s, 0, unit)}. */
final class Steps {
    private Steps() {}

    static String id(String unit, long step) {
        return DecisionId.of(new UnitId(unit), "step-" + step).value();
    }

    static Decision step(String unit, long step, long time) {
        Decision d = Events.decision(0, time);
        d.setId(id(unit, step));
        d.setUnit(unit);
        d.setStep(step);
        d.setSituation(situation(step, unit));
        d.setRequestHash(step);
        return d;
    }

    static Situation situation(double number, String unit) {
        return new Situation(seen(number, unit), null, null);
    }

    static Features seen(double number, String unit) {
        return new Features(List.of(number, 0.0), List.of(unit));
    }

    static Outcome reward(String unit, long step, long time, double r) {
        return new Outcome(id(unit, step), "r" + time + "/" + r, time, Map.of("r", r), false, false, null, false);
    }

    static Outcome end(String unit, long step, long time) {
        return new Outcome(id(unit, step), "end" + time, time, Map.of(), false, true, null, false);
    }

    static Outcome cutOff(String unit, long step, long time, Features seen) {
        return new Outcome(id(unit, step), "cut" + time, time, Map.of(), false, true, seen, true);
    }

    static Outcome observed(String unit, long step, long time, Features seen) {
        return new Outcome(id(unit, step), "seen" + time, time, Map.of(), false, false, seen, false);
    }

    /** A transition in short: step, reward, discount, first number of what came next, T if truncated. */
    static String told(Transition t) {
        String next = t.getNext() == null
                ? "-"
                : String.valueOf(t.getNext().getFeatures().getNumbers().get(0));
        return t.getDecision().getStep() + " r=" + t.getReward() + " d=" + t.getDiscount() + " next=" + next
                + (t.getTruncated() ? " T" : "");
    }
}
