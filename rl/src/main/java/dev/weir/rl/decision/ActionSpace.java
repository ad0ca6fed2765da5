package dev.weir.rl.decision;

import dev.weir.rl.feature.FeatureSchema;
import java.util.List;

/** What can be done. Actions have stable string ids; positions are never identities outside one record. */
public sealed interface ActionSpace {
    /** Named actions, the same for every decision. */
    record Ids(List<String> ids) implements ActionSpace {
        public Ids {
            ids = List.copyOf(ids);
        }
    }

    /** Quantities 0, step, 2 step, … up to max; the id is the number as text. */
    record Quantities(int max, int step) implements ActionSpace {
        /** Number of quantities. */
        public int count() {
            return max / step + 1;
        }
    }

    /** Candidates that come with each request, at most {@code max}, described by features. */
    record Candidates(FeatureSchema features, int max) implements ActionSpace {}
}
