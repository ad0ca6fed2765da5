package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Drift;

/**
 * Whether the policy that logged changed while it logged, known after one pass. Candidates have no numbers before that pass has
 * ended: their logs are taken for such that changed. Confined to one thread.
 */
final class LogDrift {
    private final Drift drift;
    private boolean candidates;

    /** @param actions declared ones; 0 of candidates */
    LogDrift(int actions) {
        drift = new Drift(Math.max(1, actions));
    }

    void add(LogRow row, LogActions actions) {
        if (row.situation().candidates().isEmpty()) {
            drift.add(actions.index(row.situation(), row.place()), row.propensity(), row.reward());
        } else {
            candidates = true;
        }
    }

    boolean adaptive() {
        return candidates || drift.adaptive();
    }
}
