package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.schemas.wire.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Places of a problem's actions by their ids. Immutable. */
final class Actions {
    private final ActionSpace space;
    private final Map<String, Integer> declared = new HashMap<>();

    Actions(DecisionProblem problem) {
        this.space = problem.actions();
        if (space instanceof ActionSpace.Ids ids) {
            for (int i = 0; i < ids.ids().size(); i++) {
                declared.put(ids.ids().get(i), i);
            }
        } else if (space instanceof ActionSpace.Quantities q) {
            for (int i = 0; i < q.count(); i++) {
                declared.put(Integer.toString(i * q.step()), i);
            }
        }
    }

    /** How many there are before limits and masks. */
    int count(Ask ask) {
        return space instanceof ActionSpace.Candidates ? ask.candidates().size() : declared.size();
    }

    /** The place of an action that somebody named. */
    int place(Ask ask, String id, String field) {
        Integer place = (space instanceof ActionSpace.Candidates ? ask.places() : declared).get(id);
        if (place == null) {
            throw new Refusal(field, id, expected());
        }
        return place;
    }

    private String expected() {
        if (space instanceof ActionSpace.Quantities q) {
            return "a quantity from 0 to " + q.max() + " in steps of " + q.step();
        } else if (space instanceof ActionSpace.Ids ids) {
            List<String> all = ids.ids();
            return "one of the actions " + String.join(", ", all.subList(0, Math.min(20, all.size())))
                    + (all.size() > 20 ? ", …" : "");
        }
        return "the id of one of the request's candidates";
    }
}
