package dev.weir.rl.decision;

import dev.weir.rl.feature.FeatureSchema;
import org.jspecify.annotations.Nullable;

/** The part of a problem that policies and learners see: features of the context, and the actions. */
public record DecisionProblem(FeatureSchema context, ActionSpace actions) {
    /** Declared actions or candidates before masks. */
    public int actionCount(Situation situation) {
        if (actions instanceof ActionSpace.Ids ids) {
            return ids.ids().size();
        } else if (actions instanceof ActionSpace.Quantities q) {
            return q.count();
        }
        return situation.candidates().size();
    }

    /** Actions left after masks: the length of every pmf over this situation. */
    public int allowedCount(Situation situation) {
        int @Nullable [] allowed = situation.allowed();
        return allowed == null ? actionCount(situation) : allowed.length;
    }

    /** Index into the declared actions (or candidates) of the i-th allowed action. */
    public int actionIndex(Situation situation, int i) {
        int @Nullable [] allowed = situation.allowed();
        return allowed == null ? i : allowed[i];
    }

    /** Id of the declared action (or candidate) at an index. */
    public String actionId(Situation situation, int index) {
        if (actions instanceof ActionSpace.Ids ids) {
            return ids.ids().get(index);
        } else if (actions instanceof ActionSpace.Quantities q) {
            return Integer.toString(index * q.step());
        }
        return situation.candidates().get(index).id();
    }

    /** Index of the declared action (or candidate) with this id, or -1. */
    public int indexOf(Situation situation, String id) {
        int n = actionCount(situation);
        for (int i = 0; i < n; i++) {
            if (actionId(situation, i).equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
