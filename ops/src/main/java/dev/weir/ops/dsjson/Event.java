package dev.weir.ops.dsjson;

import java.util.List;
import java.util.Map;

/**
 * One logged decision of a DSJSON file, its namespaces flattened to paths like {@code User.device}.
 *
 * @param id          EventId
 * @param time        epoch milliseconds; 0 where there is none
 * @param cost        what was minimised: the reward is −cost
 * @param rewarded    whether an outcome came
 * @param propensity  with which the action was chosen
 * @param chosen      place of the chosen action
 * @param pmf         by place of an action; empty where unknown
 * @param context     numbers ({@link Double}) and texts ({@link String}) by path
 * @param actions     as they were offered
 * @param ignored     paths that Vowpal Wabbit ignores too
 */
record Event(
        String id,
        long time,
        double cost,
        boolean rewarded,
        double propensity,
        int chosen,
        double[] pmf,
        Map<String, Object> context,
        List<Offered> actions,
        List<String> ignored) {
    /** One action: its tag, its {@code i.id}, or its place from 1. */
    record Offered(String id, Map<String, Object> features) {}
}
