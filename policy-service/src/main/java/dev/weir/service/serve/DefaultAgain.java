package dev.weir.service.serve;

import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The default action of a decision that was logged, found again as it was found then. */
public final class DefaultAgain {
    private DefaultAgain() {}

    /**
     * Its place among the actions that were allowed.
     *
     * @throws Refusal if the decision names actions that the problem file does not have
     */
    public static int place(ProblemFile file, Decision d) {
        Situation situation = Values.value(d.getSituation());
        Actions actions = new Actions(file.decision());
        Ask ask = ask(d, situation);
        Integer baseline = ask.baselineAction() == null
                ? null
                : (Integer) actions.place(ask, ask.baselineAction(), "baselineAction");
        double limit = d.getLimitMax() == null ? Double.POSITIVE_INFINITY : d.getLimitMax();
        Masks.Left left = new Masks.Left(situation.allowed(), limit, d.getLimited());
        return new DefaultChoice(file, actions).place(ask, baseline, left);
    }

    private static Ask ask(Decision d, Situation situation) {
        List<Candidate> candidates = situation.candidates();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            places.put(candidates.get(i).id(), i);
        }
        return new Ask(
                d.getCallerId(),
                new UnitId(d.getUnit()),
                d.getStep(),
                situation.features(),
                candidates,
                places,
                Ask.Allowed.ALL,
                d.getBaselineAction(),
                d.getDeferred(),
                d.getTime(),
                null,
                d.getRequestHash());
    }
}
