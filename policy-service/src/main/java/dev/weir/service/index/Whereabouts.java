package dev.weir.service.index;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import java.util.Optional;

/** Knows where records stand. */
public interface Whereabouts {
    /** Where a decision stands. */
    Optional<Found> decision(DecisionId id);

    /** Where a version stands. */
    Optional<VersionAt> version(String track, PolicyVersion version);
}
