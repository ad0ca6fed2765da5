package dev.weir.service.why;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Values;
import dev.weir.service.policystore.Served;
import dev.weir.service.serve.DefaultAgain;
import java.util.List;

/**
 * A decision made again: from the logged seed and the version's content, or by the rule of the default action.
 *
 * @param same          action, propensity and pmf have the same bits as in the log
 * @param pmf           over the allowed actions
 * @param values        estimated reward of each; empty where no policy decided
 * @param sha256        of the version's content, or ""
 * @param contributions what makes up the estimated value of the chosen action
 */
public record Reexecuted(
        boolean same, String action, double[] pmf, double[] values, String sha256, List<Contribution> contributions) {

    static Reexecuted byPolicy(ProblemFile file, Decision d, Served served) {
        Situation situation = Values.value(d.getSituation());
        Decider.Choice choice = Decider.decide(served.policy(), file.decision(), situation, d.getSeed());
        double[] pmf = choice.judgement().pmf();
        String action = file.decision().actionId(situation, choice.action());
        int logged = place(file.decision(), situation, d.getAction());
        return new Reexecuted(
                same(d, action, choice.propensity(), pmf),
                action,
                pmf,
                choice.judgement().values(),
                served.sha256(),
                logged < 0 ? List.of() : served.policy().contributions(situation, logged));
    }

    static Reexecuted byDefault(ProblemFile file, Decision d) {
        Situation situation = Values.value(d.getSituation());
        int place = DefaultAgain.place(file, d);
        double[] pmf = new double[file.decision().allowedCount(situation)];
        pmf[place] = 1;
        String action = file.decision().actionId(situation, file.decision().actionIndex(situation, place));
        return new Reexecuted(same(d, action, 1, pmf), action, pmf, new double[0], "", List.of());
    }

    private static boolean same(Decision d, String action, double propensity, double[] pmf) {
        boolean same = action.equals(d.getAction())
                && bits(propensity) == bits(d.getPropensity())
                && pmf.length == d.getPmf().size();
        for (int i = 0; same && i < pmf.length; i++) {
            same = bits(pmf[i]) == bits(d.getPmf().get(i));
        }
        return same;
    }

    private static int place(DecisionProblem problem, Situation situation, String action) {
        for (int i = 0; i < problem.allowedCount(situation); i++) {
            if (problem.actionId(situation, problem.actionIndex(situation, i)).equals(action)) {
                return i;
            }
        }
        return -1;
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }
}
