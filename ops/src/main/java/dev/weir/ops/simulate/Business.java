package dev.weir.ops.simulate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.schemas.problem.ProblemFile;
import java.util.List;
import java.util.Map;

/** Who has a rule already: what it asks, period by period, and what comes of what is done. */
interface Business {
    ProblemFile file();

    DecisionProblem problem();

    /** The learner that is to take over. */
    String track();

    /** What its rollout needs to know. */
    Map<String, String> plan();

    /** Periods in which it only logs. */
    int loggingPeriods();

    /** All that is decided in a period. */
    List<Turn> turns(long period, long time);

    /** One decision. */
    interface Turn {
        /** With the rule's action, and the probability with which the rule does it. */
        Caller.Asked asked(boolean alreadyDone);

        /** What comes of an action. */
        Caller.Happened act(Caller.Decided decided, long at);

        /** The reward of that. */
        double reward();
    }
}
