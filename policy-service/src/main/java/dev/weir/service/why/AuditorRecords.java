package dev.weir.service.why;

import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.avro.Transition;
import dev.weir.service.index.Found;
import dev.weir.service.index.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The auditor's page's second half: who allowed it, what it learned from, what became of it, and where all that stands. */
final class AuditorRecords {
    private final Explanation why;
    private final Decision d;
    private final Html page = new Html();

    private AuditorRecords(Explanation why) {
        this.why = why;
        this.d = why.decision();
    }

    static String of(Explanation why) {
        AuditorRecords writer = new AuditorRecords(why);
        writer.rollout();
        writer.shadow();
        writer.outcome();
        writer.lineage();
        writer.problem();
        writer.log();
        return writer.page.toString();
    }

    private void rollout() {
        page.heading("Who allowed it");
        RolloutTold r = why.rollout();
        if (r == null) {
            page.paragraph(
                    d.getBucket() == null
                            ? "No rollout: the variant that serves decided."
                            : "The rollout of bucket " + d.getBucket() + " is not in the audit.");
            return;
        }
        AuditEntry approval = r.approval();
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("rollout", r.name()));
        if (approval != null) {
            facts.add(List.of("approved by", approval.getBy() + ", " + Html.time(approval.getTime())));
            facts.add(List.of("because", approval.getReason().isEmpty() ? "–" : approval.getReason()));
        }
        if (d.getBucket() != null) {
            facts.add(List.of(
                    "bucket",
                    d.getBucket() + " of 10,000, computed again: " + r.bucket()
                            + (d.getShare() == null ? "; a person set this unit's variant" : "")));
        }
        if (d.getShare() != null) {
            facts.add(List.of("share of the variant", Html.number(d.getShare())));
        }
        page.facts(facts);
        steps("Steps before the decision", r.before());
        steps("Steps since", r.after());
    }

    private void shadow() {
        Shadow s = d.getShadow();
        if (s == null) {
            return;
        }
        page.heading("What a candidate would have done");
        page.facts(List.of(
                List.of("candidate", s.getVariant() + " " + s.getEpoch() + "." + s.getVersion()),
                List.of("rollout", s.getSalt()),
                List.of("drawn", s.getAction()),
                List.of("valued most", s.getGreedy()),
                List.of("expected of its own choice", Html.number(s.getExpected())),
                List.of("expected of what was done", Html.number(s.getExpectedOfServed()))));
    }

    private void steps(String title, List<AuditEntry> steps) {
        if (steps.isEmpty()) {
            return;
        }
        page.raw("<details><summary>").words(title + ": " + steps.size()).raw("</summary>");
        page.table(
                List.of("time", "step", "by", "reason"),
                steps.stream()
                        .map(s -> List.of(Html.time(s.getTime()), s.getAction(), s.getBy(), s.getReason()))
                        .toList());
        page.raw("</details>\n");
    }

    private void outcome() {
        page.heading("What became of it");
        Transition t = why.transition();
        if (t == null) {
            page.paragraph("Not joined yet: its window is open, or it gave no transition.");
            return;
        }
        page.facts(List.of(
                List.of(
                        "reward",
                        Html.number(t.getReward()) + (t.getDefaulted() ? ", by default: no outcome came" : "")),
                List.of("closed", Html.time(t.getClosedAt())),
                List.of("discount", Html.number(t.getDiscount()) + (t.getTruncated() ? ", cut off" : ""))));
        if (!t.getContributions().isEmpty()) {
            page.table(
                    List.of("outcome", "time", "metrics"),
                    t.getContributions().stream()
                            .map(c -> List.of(c.getOutcomeId(), Html.time(c.getTime()), metrics(c.getMetrics())))
                            .toList());
        }
    }

    private static String metrics(Map<String, Double> metrics) {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(metrics)
                .forEach((name, value) -> all.append(all.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(Html.number(value)));
        return all.toString();
    }

    private void lineage() {
        if (why.lineage().isEmpty()) {
            return;
        }
        page.heading("What it had learned from");
        page.table(
                List.of("version", "transitions#", "offsets of transitions#", "published", "content"),
                why.lineage().stream().map(AuditorRecords::version).toList());
    }

    private static List<String> version(PolicyManifest m) {
        return List.of(
                m.getTrack() + " " + m.getEpoch() + "." + m.getN(),
                Long.toString(m.getTransitions()),
                m.getProvenance().getFirstOffset() + " to before "
                        + m.getProvenance().getNextOffset(),
                Html.time(m.getTime()),
                m.getContentSha256()
                        .substring(0, Math.min(12, m.getContentSha256().length())));
    }

    private void problem() {
        page.heading("By which problem file");
        ProblemApplied applied = why.problem();
        if (applied == null) {
            page.facts(List.of(List.of("hash", d.getProblemHash()), List.of("file", "not among those put in force")));
            return;
        }
        page.facts(List.of(
                List.of("hash", applied.getHash()),
                List.of("in force by", applied.getBy() + ", " + Html.time(applied.getTime()))));
        String text = ShownFile.of(applied, why.file());
        if (text != null) {
            page.raw("<details><summary>The file</summary><pre>").words(text).raw("</pre></details>\n");
        }
    }

    private void log() {
        page.heading("Where it stands");
        Found found = why.found();
        if (found == null) {
            page.paragraph("On its way to the log.");
            return;
        }
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("decision", where(found.decision())));
        if (found.transition() != null) {
            facts.add(List.of("transition", where(found.transition())));
        }
        page.facts(facts);
        if (why.isOnlyInTransition()) {
            page.paragraph("Retention took the decision's own record; its transition holds the same.");
        }
    }

    private static String where(Where w) {
        return w.topic() + ", partition " + w.partition() + ", offset " + w.offset();
    }
}
