package dev.weir.ops.run;

import java.util.Locale;

/** An application that a process may run alone. */
public enum Part {
    SERVICE,
    INGESTION,
    LEARNER,
    ROLLOUT,
    /** Tells why decisions were made: beside the service in its process, or alone with ports of its own. */
    EXPLAIN,
    /** Watches rewards and the loop itself, and tells. */
    DRIFT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
