package dev.weir.service.why;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Provenance;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Values;
import dev.weir.service.index.Where;
import dev.weir.service.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an explanation as JSON: values as they are, nothing rounded. */
final class ExplanationJson {
    private final Explanation why;
    private final Decision d;
    private final Json json = new Json();

    private ExplanationJson(Explanation why) {
        this.why = why;
        this.d = why.decision();
    }

    static String of(Explanation why) {
        ExplanationJson writer = new ExplanationJson(why);
        writer.json.object();
        writer.decision();
        writer.situation();
        writer.again();
        writer.lineage();
        writer.rollout();
        writer.shadow();
        writer.transition();
        writer.problem();
        writer.log();
        return writer.json.end().toString();
    }

    private void decision() {
        json.field("decision", d.getId()).field("time", d.getTime());
        json.field("unit", d.getUnit()).field("callerId", d.getCallerId());
        if (d.getStep() != null) {
            json.field("step", (long) d.getStep());
        }
        json.field("action", d.getAction()).field("propensity", d.getPropensity());
        json.field("variant", d.getVariant()).key("bucket").raw(String.valueOf(d.getBucket()));
        json.key("share").value(number(d.getShare()));
        json.field("track", d.getTrack());
        json.field("version", d.getTrack() == null ? null : d.getEpoch() + "." + d.getVersion());
        json.key("seed").raw("\"" + d.getSeed() + "\""); // 64 bits: more than most readers' numbers hold
        json.field("fallback", d.getFallback()).field("limited", d.getLimited());
        json.key("limitMax").value(number(d.getLimitMax()));
        json.field("baselineAction", d.getBaselineAction()).field("deferred", d.getDeferred());
        json.field("elsewhere", d.getElsewhere()).field("problemHash", d.getProblemHash());
    }

    private static double number(@Nullable Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }

    private void situation() {
        DecisionProblem problem = why.file().decision();
        Situation situation = Values.value(d.getSituation());
        json.key("features");
        NamedFeatures.write(json, problem.context(), situation.features());
        json.key("pmf").list();
        d.getPmf().forEach(json::value);
        json.endList().key("allowed").list();
        List<Alternative> alternatives = Alternative.of(why);
        alternatives.forEach(a -> json.value(a.action()));
        json.endList().key("alternatives").list();
        for (Alternative a : alternatives) {
            json.object().field("action", a.action());
            json.field("propensity", a.propensity()).field("value", a.value());
            NamedFeatures.writeCandidate(json, problem, situation, a.index());
            json.end();
        }
        json.endList();
    }

    private void again() {
        Reexecuted again = why.reexecuted();
        json.key("contributions").list();
        if (again != null) {
            again.contributions()
                    .forEach(c -> json.object()
                            .field("feature", c.feature())
                            .field("amount", c.amount())
                            .end());
        }
        json.endList().key("reexecuted");
        if (again == null) {
            json.raw("null").field("notReexecuted", why.notReexecuted());
            return;
        }
        json.object().field("same", again.same()).field("action", again.action());
        json.field("sha256", again.sha256()).key("pmf").list();
        for (double p : again.pmf()) {
            json.value(p);
        }
        json.endList().end();
    }

    private void lineage() {
        json.key("lineage").list();
        for (PolicyManifest m : why.lineage()) {
            Provenance p = m.getProvenance();
            json.object().field("version", m.getEpoch() + "." + m.getN()).field("sha256", m.getContentSha256());
            json.field("parent", p.getParent()).field("source", p.getSource());
            json.field("transitions", m.getTransitions()).field("firstOffset", p.getFirstOffset());
            json.field("nextOffset", p.getNextOffset()).field("time", m.getTime());
            json.field("algorithm", m.getAlgorithm()).field("problemHash", p.getProblemHash());
            json.field("kernel", p.getKernel()).field("keyId", m.getKeyId()).end();
        }
        json.endList();
    }

    private void rollout() {
        json.key("rollout");
        RolloutTold r = why.rollout();
        if (r == null) {
            json.raw("null");
            return;
        }
        json.object().field("name", r.name()).field("salt", r.salt()).field("bucket", (long) r.bucket());
        json.field("overridden", d.getBucket() != null && d.getShare() == null).key("approved");
        AuditEntry approval = r.approval();
        if (approval == null) {
            json.raw("null");
        } else {
            step(approval);
        }
        json.key("steps").list();
        r.before().forEach(this::step);
        json.endList().key("stepsSince").list();
        r.after().forEach(this::step);
        json.endList().end();
    }

    /** What a candidate would have done beside it. */
    private void shadow() {
        json.key("shadow");
        Shadow s = d.getShadow();
        if (s == null) {
            json.raw("null");
            return;
        }
        json.object().field("variant", s.getVariant()).field("salt", s.getSalt());
        json.field("track", s.getTrack());
        json.field("version", s.getTrack() == null ? null : s.getEpoch() + "." + s.getVersion());
        json.field("action", s.getAction()).field("greedy", s.getGreedy());
        json.field("expected", s.getExpected()).field("expectedOfServed", s.getExpectedOfServed());
        json.key("pmf").list();
        s.getPmf().forEach(json::value);
        json.endList().end();
    }

    private void step(AuditEntry entry) {
        json.object().field("action", entry.getAction()).field("by", entry.getBy());
        json.field("reason", entry.getReason())
                .field("time", entry.getTime())
                .key("numbers")
                .object();
        entry.getNumbers().forEach(json::field);
        json.end().end();
    }

    private void transition() {
        json.key("transition");
        Transition t = why.transition();
        if (t == null) {
            json.raw("null");
            return;
        }
        json.object().field("reward", t.getReward()).field("defaulted", t.getDefaulted());
        json.field("discount", t.getDiscount()).field("truncated", t.getTruncated());
        json.field("closedAt", t.getClosedAt()).key("outcomes").list();
        t.getContributions().forEach(c -> {
            json.object().field("outcomeId", c.getOutcomeId()).field("time", c.getTime());
            json.key("metrics").object();
            c.getMetrics().forEach((name, value) -> json.field(name, (double) value));
            json.end().end();
        });
        json.endList().end();
    }

    private void problem() {
        json.key("problem");
        ProblemApplied applied = why.problem();
        if (applied == null) {
            json.raw("null");
            return;
        }
        json.object().field("hash", applied.getHash()).field("appliedBy", applied.getBy());
        json.field("appliedAt", applied.getTime())
                .field("file", ShownFile.of(applied, why.file()))
                .end();
    }

    private void log() {
        json.key("log");
        if (why.found() == null) {
            json.raw("null");
            return;
        }
        json.object().key("decision");
        where(why.found().decision());
        json.key("transition");
        if (why.found().transition() == null) {
            json.raw("null");
        } else {
            where(why.found().transition());
        }
        json.end();
    }

    private void where(Where where) {
        json.object().field("topic", where.topic()).field("partition", (long) where.partition());
        json.field("offset", where.offset()).end();
    }
}
