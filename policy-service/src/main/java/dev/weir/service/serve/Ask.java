package dev.weir.service.serve;

import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.Features;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request for a decision, its form checked.
 *
 * @param callerId the caller's own id of this decision; null: a retry cannot be known as one
 * @param places   of the candidates by their id; empty where the problem declares its actions
 * @param at       time of the decision in epoch milliseconds, given where a driver makes time up
 * @param hash     over everything that it says; 0 where it has no id
 */
public record Ask(
        @Nullable String callerId,
        UnitId unit,
        @Nullable Long step,
        Features features,
        List<Candidate> candidates,
        Map<String, Integer> places,
        Allowed allowed,
        @Nullable String baselineAction,
        boolean deferred,
        @Nullable Long at,
        @Nullable Elsewhere elsewhere,
        long hash) {

    /**
     * What the caller lets be done.
     *
     * @param max     largest quantity by {@code allowed.max}; infinite: any
     * @param limit   what the key that the problem's limits name holds; NaN: absent
     * @param actions ids of those that may be done, or null for all
     */
    public record Allowed(
            double max, double limit, @Nullable List<String> actions) {
        static final Allowed ALL = new Allowed(Double.POSITIVE_INFINITY, Double.NaN, null);
    }

    /** A decision that was made outside Weir. */
    public record Elsewhere(String chosen, double propensity) {}
}
