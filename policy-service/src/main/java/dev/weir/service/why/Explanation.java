package dev.weir.service.why;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Values;
import dev.weir.service.index.Found;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one decision.
 *
 * @param file          by which it was decided; the present one where that is not known
 * @param found         where it stands in the log; null: it is on its way there
 * @param transition    what became of it; null: not known yet
 * @param reexecuted    the same decision made again; null: it could not be
 * @param notReexecuted why not, or ""
 * @param lineage       manifests of the version that decided and of those it came from, the latest first
 * @param rollout       that it was made in, or null
 * @param problem       who put the problem file in force, and when; null: not known
 */
public record Explanation(
        ProblemFile file,
        Decision decision,
        @Nullable Found found,
        @Nullable Transition transition,
        @Nullable Reexecuted reexecuted,
        String notReexecuted,
        List<PolicyManifest> lineage,
        @Nullable RolloutTold rollout,
        @Nullable ProblemApplied problem) {

    /** True if the actions that a decision names are those of the problem file, at their places. */
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

    /** True if only its transition holds it any more. */
    boolean isOnlyInTransition() {
        return found != null && found.decision().topic().equals(file.topics().transitions());
    }

    /** All of it as a JSON object. */
    public String json() {
        return ExplanationJson.of(this);
    }

    /** All of it as one page that needs nothing besides itself. */
    public String page() {
        return AuditorPage.of(this);
    }
}
