package dev.weir.ops.simulate;

import dev.weir.schemas.avro.Ledger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a demo says at its end; keys as documented in docs/demo.md. */
final class DemoReport {
    private DemoReport() {}

    static Map<String, @Nullable Object> of(
            Play play,
            long seed,
            Course course,
            Follower follower,
            Ledger ledger,
            String rebuiltSha256,
            double seconds) {
        int quarter = Math.max(1, course.size() / 4);
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("problem", play.file().name());
        report.put("seed", seed);
        report.put("decisions", course.size());
        report.put("meanReward", finite(course.mean()));
        report.put("meanExpectedReward", finite(course.meanExpectedOfLast(course.size())));
        report.put("meanRewardLastQuarter", finite(course.meanOfLast(quarter)));
        report.put("meanExpectedRewardLastQuarter", finite(course.meanExpectedOfLast(quarter)));
        if (play.pass() > 0) {
            report.put("meanRewardLastPass", finite(course.meanOfLast(play.pass())));
        }
        report.put("baselines", play.references().asMap());
        Caller.Served served = follower.served();
        String version = served.version();
        report.put("versions", version.isEmpty() ? 0 : Long.parseLong(version.substring(version.indexOf('.') + 1)) + 1);
        report.put("lastVersion", Map.of("version", version, "sha256", served.sha256()));
        report.put("rebuiltSha256", rebuiltSha256);
        report.put("decisionsPerSecond", Math.round(course.size() / seconds));
        report.put(
                "decideMicros", quantiles(Math.round(course.decideMicros(0.5)), Math.round(course.decideMicros(0.99))));
        Quantiles latency = follower.rewardToPolicy();
        report.put("rewardToPolicyMillis", quantiles(Math.round(latency.at(0.5)), Math.round(latency.at(0.99))));
        report.put("conservation", conservation(ledger));
        return report;
    }

    private static Map<String, Object> quantiles(long p50, long p99) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("p50", p50);
        both.put("p99", p99);
        return both;
    }

    private static Map<String, Object> conservation(Ledger ledger) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("outcomesIn", ledger.getOutcomesIn());
        all.put("inTransitions", ledger.getOutcomesInTransitions());
        all.put("late", ledger.getOutcomesLate());
        all.put("duplicates", ledger.getOutcomesDuplicate());
        all.put("orphans", ledger.getOutcomesOrphaned());
        all.put("superseded", ledger.getOutcomesSuperseded());
        all.put("deadLetters", ledger.getOutcomesDeadLettered());
        all.put("pending", ledger.getOutcomesPending());
        return all;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
