package dev.weir.service.why;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Values;
import dev.weir.service.json.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one decision.
 *
 * @param transition    what became of it; null: not known yet, or not found in time
 * @param reexecuted    the same decision made again; null: it could not be
 * @param notReexecuted why not, or ""
 * @param contributions what makes up the estimated value of the chosen action
 */
public record Explanation(
        ProblemFile file,
        Decision decision,
        @Nullable Transition transition,
        @Nullable Reexecuted reexecuted,
        String notReexecuted,
        List<Contribution> contributions) {

    /**
     * The decision made again from the logged seed and the version's content.
     *
     * @param same   action, propensity and pmf have the same bits as in the log
     * @param pmf    over the allowed actions
     * @param values estimated reward of each
     * @param sha256 of the version's content
     */
    public record Reexecuted(boolean same, String action, double[] pmf, double[] values, String sha256) {}

    static Explanation without(ProblemFile file, Decision decision, @Nullable Transition transition, String why) {
        return new Explanation(file, decision, transition, null, why, List.of());
    }

    /** True if the actions that a decision names are still those of the problem file, at their places. */
    static boolean fits(ProblemFile file, Decision d) {
        Situation situation = Values.value(d.getSituation());
        DecisionProblem problem = file.decision();
        int count = problem.actionCount(situation);
        int[] allowed = situation.allowed();
        int n = allowed == null ? count : allowed.length;
        boolean inside = allowed == null || Arrays.stream(allowed).allMatch(a -> a >= 0 && a < count);
        int size = d.getPmf().size();
        return inside && (size == n || size == 0) && problem.indexOf(situation, d.getAction()) >= 0;
    }

    /** All of it as a JSON object. */
    public String json() {
        Decision d = decision;
        Json json = new Json().object().field("decision", d.getId()).field("time", d.getTime());
        json.field("unit", d.getUnit()).field("callerId", d.getCallerId());
        if (d.getStep() != null) {
            json.field("step", (long) d.getStep());
        }
        json.field("action", d.getAction()).field("propensity", d.getPropensity());
        json.field("variant", d.getVariant()).field("track", d.getTrack());
        json.field("version", d.getTrack() == null ? null : d.getEpoch() + "." + d.getVersion());
        json.key("seed").raw("\"" + d.getSeed() + "\""); // 64 bits: more than most readers' numbers hold
        json.field("fallback", d.getFallback()).field("limited", d.getLimited());
        json.key("limitMax").value(d.getLimitMax() == null ? Double.NaN : d.getLimitMax());
        json.field("baselineAction", d.getBaselineAction()).field("deferred", d.getDeferred());
        json.field("elsewhere", d.getElsewhere()).field("problemHash", d.getProblemHash());
        situation(json);
        again(json);
        outcome(json);
        return json.end().toString();
    }

    private void situation(Json json) {
        DecisionProblem problem = file.decision();
        Situation situation = Values.value(decision.getSituation());
        json.key("features");
        NamedFeatures.write(json, problem.context(), situation.features());
        json.key("pmf").list();
        decision.getPmf().forEach(json::value);
        json.endList().key("allowed").list();
        int n = fits(file, decision) ? problem.allowedCount(situation) : 0; // places mean other actions now
        for (int i = 0; i < n; i++) {
            json.value(problem.actionId(situation, problem.actionIndex(situation, i)));
        }
        json.endList().key("alternatives").list();
        for (int i = 0; i < n; i++) {
            int action = problem.actionIndex(situation, i);
            json.object().field("action", problem.actionId(situation, action));
            json.field(
                    "propensity",
                    i < decision.getPmf().size() ? decision.getPmf().get(i) : Double.NaN);
            json.field("value", reexecuted == null ? Double.NaN : reexecuted.values()[i]);
            NamedFeatures.writeCandidate(json, problem, situation, action);
            json.end();
        }
        json.endList();
    }

    private void again(Json json) {
        json.key("contributions").list();
        contributions.forEach(c -> json.object()
                .field("feature", c.feature())
                .field("amount", c.amount())
                .end());
        json.endList().key("reexecuted");
        if (reexecuted == null) {
            json.raw("null").field("notReexecuted", notReexecuted);
            return;
        }
        json.object().field("same", reexecuted.same()).field("action", reexecuted.action());
        json.field("sha256", reexecuted.sha256()).key("pmf").list();
        for (double p : reexecuted.pmf()) {
            json.value(p);
        }
        json.endList().end();
    }

    private void outcome(Json json) {
        json.key("transition");
        Transition t = transition;
        if (t == null) {
            json.raw("null");
            return;
        }
        json.object().field("reward", t.getReward()).field("defaulted", t.getDefaulted());
        json.field("closedAt", t.getClosedAt()).key("outcomes").list();
        t.getContributions().forEach(c -> {
            json.object().field("outcomeId", c.getOutcomeId()).field("time", c.getTime());
            json.key("metrics").object();
            c.getMetrics().forEach((name, value) -> json.field(name, (double) value));
            json.end().end();
        });
        json.endList().end();
    }
}
