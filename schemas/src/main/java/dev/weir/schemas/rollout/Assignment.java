package dev.weir.schemas.rollout;

import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import org.jspecify.annotations.Nullable;

/**
 * Which variant a unit gets, given where a rollout stands: the challenger takes the lowest buckets, the control the others.
 *
 * @param variant    name of it
 * @param bucket     of the unit
 * @param share      probability with which a unit was to get this variant
 * @param overridden a person set it for this unit: it tells nothing of the two
 */
public record Assignment(String variant, int bucket, double share, boolean overridden) {
    /** Of a unit; null where the state rules nobody's traffic. */
    public static @Nullable Assignment of(RolloutState state, UnitId unit) {
        if (state.getPhase() == RolloutPhase.DRAFT) {
            return null;
        }
        int bucket = Bucket.of(unit, state.getSalt());
        if (state.getStage() < 0 && state.getPhase() != RolloutPhase.PROMOTED) {
            return new Assignment(state.getControl(), bucket, 1, false); // a shadow is never served, to nobody
        }
        String set = state.getOverrides().get(unit.value());
        double share = state.getShares().getOrDefault(state.getChallenger(), 0.0);
        if (set != null) {
            return new Assignment(set, bucket, set.equals(state.getChallenger()) ? share : 1 - share, true);
        }
        boolean challenger = bucket < Bucket.below(share);
        return new Assignment(
                challenger ? state.getChallenger() : state.getControl(), bucket, challenger ? share : 1 - share, false);
    }

    /** Whether the challenger decides for this unit too, beside what is served. */
    public static boolean shadowed(RolloutState state, UnitId unit) {
        return state.getShadow() > 0 && Bucket.of(unit, state.getSalt()) < Bucket.below(state.getShadow());
    }
}
