package dev.weir.ops.cli;

import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Transition;
import dev.weir.service.why.Explanation;
import dev.weir.service.why.Reexecuted;
import dev.weir.service.why.RolloutTold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation in sentences. */
final class WhyLines {
    private static final int SHOWN = 12;

    private final List<String> lines = new ArrayList<>();

    private WhyLines() {}

    static List<String> of(Explanation why) {
        WhyLines all = new WhyLines();
        all.decision(why.decision());
        all.lineage(why.lineage());
        all.rollout(why);
        all.features(why);
        all.transition(why.transition());
        all.again(why);
        return all.lines;
    }

    private void say(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private void decision(Decision d) {
        say(
                "Decision %s for unit %s at %s: %s, with probability %.6f.",
                d.getId(), d.getUnit(), time(d.getTime()), d.getAction(), d.getPropensity());
        if (d.getElsewhere()) {
            say("It was decided elsewhere and logged.");
        } else if (d.getFallback() != null) {
            say("No policy chose it: %s.", d.getFallback());
        } else {
            say(
                    "Decided by track %s, version %d.%d, with seed %d.",
                    d.getTrack(), d.getEpoch(), d.getVersion(), d.getSeed());
        }
        say(
                "Probabilities over %d allowed actions: %s%s%s.",
                d.getPmf().size(),
                d.getPmf().stream()
                        .limit(SHOWN)
                        .map(p -> String.format(Locale.ROOT, "%.4f", p))
                        .toList(),
                d.getPmf().size() > SHOWN ? " …" : "",
                d.getLimited() ? ", after limits" : "");
    }

    private void lineage(List<PolicyManifest> lineage) {
        if (!lineage.isEmpty()) {
            PolicyManifest m = lineage.get(0);
            say(
                    "The version knew %d transitions, offsets %d to before %d; it came from %s.",
                    m.getTransitions(),
                    m.getProvenance().getFirstOffset(),
                    m.getProvenance().getNextOffset(),
                    lineage.size() > 1
                            ? lineage.subList(1, lineage.size()).stream()
                                    .map(p -> p.getEpoch() + "." + p.getN())
                                    .toList()
                            : m.getProvenance().getParent() == null
                                    ? "no other"
                                    : m.getProvenance().getParent());
        }
    }

    private void rollout(Explanation why) {
        RolloutTold r = why.rollout();
        if (r != null) {
            AuditEntry approval = r.approval();
            say(
                    "Variant %s of rollout %s, bucket %s (computed again: %d)%s.",
                    why.decision().getVariant(),
                    r.name(),
                    why.decision().getBucket(),
                    r.bucket(),
                    approval == null
                            ? ""
                            : "; " + approval.getAction() + " by " + approval.getBy() + " at "
                                    + time(approval.getTime()) + ": " + approval.getReason());
        }
    }

    private void features(Explanation why) {
        say("Features as used: %s.", why.decision().getSituation().getFeatures());
        if (why.reexecuted() != null) {
            why.reexecuted().contributions().stream()
                    .sorted(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.amount())))
                    .limit(SHOWN)
                    .forEach(c -> say("  %+.4f  %s", c.amount(), c.feature()));
        }
    }

    private void transition(@Nullable Transition t) {
        if (t == null) {
            say("No transition yet: its window is open, or nothing came.");
        } else {
            say(
                    "Reward %.6f%s, closed at %s, from %d outcomes.",
                    t.getReward(),
                    t.getDefaulted() ? " by default" : "",
                    time(t.getClosedAt()),
                    t.getContributions().size());
        }
    }

    private void again(Explanation why) {
        Reexecuted again = why.reexecuted();
        if (again == null) {
            say("Not decided again: %s.", why.notReexecuted());
            return;
        }
        String from = again.sha256().isEmpty() ? "by the default action's rule" : "from content " + again.sha256();
        say("Decided again %s: %s.", from, again.same() ? "the same bits" : "DIFFERENT, " + again.action());
    }
}
