package dev.weir.service.why;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.wire.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the actions that could have been chosen.
 *
 * @param index      among all declared actions or candidates
 * @param propensity NaN where it was not logged
 * @param value      estimated reward; NaN where no policy says one
 */
record Alternative(String action, int index, double propensity, double value) {
    /** All that were allowed, in the order of the pmf; none where the problem file has other actions now. */
    static List<Alternative> of(Explanation why) {
        Decision d = why.decision();
        List<Alternative> all = new ArrayList<>();
        if (!Explanation.fits(why.file(), d)) {
            return all;
        }
        DecisionProblem problem = why.file().decision();
        Situation situation = Values.value(d.getSituation());
        double[] values =
                why.reexecuted() == null ? new double[0] : why.reexecuted().values();
        for (int i = 0; i < problem.allowedCount(situation); i++) {
            int index = problem.actionIndex(situation, i);
            all.add(new Alternative(
                    problem.actionId(situation, index),
                    index,
                    i < d.getPmf().size() ? d.getPmf().get(i) : Double.NaN,
                    i < values.length ? values[i] : Double.NaN));
        }
        return all;
    }
}
