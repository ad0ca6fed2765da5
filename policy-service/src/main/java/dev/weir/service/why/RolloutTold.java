package dev.weir.service.why;

import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rollout that a decision was made in, found again: the last one started before it whose salt gives the bucket that was
 * logged.
 *
 * @param bucket computed again
 * @param before its steps up to the decision's time
 * @param after  its steps since
 */
public record RolloutTold(String name, String salt, int bucket, List<AuditEntry> before, List<AuditEntry> after) {
    private static final String SUBJECT = "rollout ";
    private static final Set<String> APPROVALS = Set.of("start", "resume", "promote");

    /** Out of the audit; null if the decision was made in none, or its rollout is not in the audit. */
    static @Nullable RolloutTold of(String problem, Decision d, List<AuditEntry> entries) {
        if (d.getBucket() == null) {
            return "killed".equals(d.getFallback()) ? killed(problem, d, entries) : null;
        }
        Set<String> seen = new HashSet<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            AuditEntry entry = entries.get(i);
            String name = name(entry);
            if (name != null && entry.getAction().equals("start") && entry.getTime() <= d.getTime() && seen.add(name)) {
                RolloutTold told = told(problem, name, d, entries);
                if (told.bucket == d.getBucket()) {
                    return told;
                }
            }
        }
        return null;
    }

    private static @Nullable RolloutTold killed(String problem, Decision d, List<AuditEntry> entries) {
        String name = null;
        for (AuditEntry entry : entries) {
            boolean kill = entry.getAction().equals("kill") && entry.getTime() <= d.getTime();
            name = kill && name(entry) != null ? name(entry) : name;
        }
        return name == null ? null : told(problem, name, d, entries);
    }

    private static @Nullable String name(AuditEntry entry) {
        return entry.getSubject().startsWith(SUBJECT) ? entry.getSubject().substring(SUBJECT.length()) : null;
    }

    private static RolloutTold told(String problem, String name, Decision d, List<AuditEntry> entries) {
        List<AuditEntry> before = new ArrayList<>();
        List<AuditEntry> after = new ArrayList<>();
        for (AuditEntry entry : entries) {
            if (name.equals(name(entry)) && !entry.getAction().startsWith("refused")) {
                (entry.getTime() <= d.getTime() ? before : after).add(entry);
            }
        }
        String salt = problem + "/" + name;
        return new RolloutTold(name, salt, Bucket.of(new UnitId(d.getUnit()), salt), before, after);
    }

    /** Who let it decide: the last start, resumption or promotion before the decision; null: killed before any. */
    public @Nullable AuditEntry approval() {
        AuditEntry last = null;
        for (AuditEntry entry : before) {
            last = APPROVALS.contains(entry.getAction()) ? entry : last;
        }
        return last;
    }
}
