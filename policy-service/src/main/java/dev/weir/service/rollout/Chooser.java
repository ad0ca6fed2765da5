package dev.weir.service.rollout;

import dev.weir.rl.decision.UnitId;

/** Says who decides for a unit. */
@FunctionalInterface
public interface Chooser {
    /** Who decides for this unit now. */
    Rollouts.Choice choose(UnitId unit);
}
