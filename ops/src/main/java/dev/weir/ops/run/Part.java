package dev.weir.ops.run;

import java.util.Locale;

/** An application that a process may run alone. */
public enum Part {
    SERVICE,
    INGESTION,
    LEARNER,
    ROLLOUT,
    DRIFT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
