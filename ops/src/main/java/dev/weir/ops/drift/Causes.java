package dev.weir.ops.drift;

import dev.weir.ops.drift.Watched.What;
import org.jspecify.annotations.Nullable;

/**
 * Why a watch shifted. A reward can fall because outcomes stopped coming, because situations changed, because the policy chose
 * otherwise, or because the world pays less: the first of these for which the scores since the change speak is the cause, and what
 * it explains is no alarm of its own. Scores are read from the {@link Ring}: off zero by {@value #CLEAR} standard errors is clear.
 */
final class Causes {
    static final int COLUMNS = What.values().length;

    private static final double CLEAR = 5;

    private final Watches watches;
    private final OpenAlerts alerts;
    private final Ring ring;
    private final Propensities propensities;

    Causes(Watches watches, OpenAlerts alerts, Ring ring, Propensities propensities) {
        this.propensities = propensities;
        this.watches = watches;
        this.alerts = alerts;
        this.ring = ring;
    }

    /** The alert that a shift is, or null where another explains it. */
    @Nullable
    Kind of(Watched watched) {
        long since = watched.watch.lasted() + 2;
        boolean delayed = alerts.fires(Kind.OUTCOME_DELAY) || shows(What.DELAY, since) > 0;
        boolean unjoined = alerts.fires(Kind.JOIN_RATE_FALL) || shows(What.JOIN, since) < 0;
        return switch (watched.what) {
            case DELAY -> watched.watch.fell() ? null : Kind.OUTCOME_DELAY;
            case JOIN -> delayed || !watched.watch.fell() ? null : Kind.JOIN_RATE_FALL;
            case CONTEXT, DISTANCE -> Kind.CONTEXT_DRIFT;
            case POLICY -> policy(watched, since, unjoined || delayed);
            case REWARD -> reward(watched, since, unjoined || delayed);
        };
    }

    private @Nullable Kind policy(Watched watched, long since, boolean unjoined) {
        boolean explained =
                unjoined || situations(since) || alerts.fires(Kind.PROPENSITY_MISMATCH) || propensities.suspicious();
        return explained || !watched.watch.fell() ? null : Kind.POLICY_CHANGE;
    }

    private @Nullable Kind reward(Watched watched, long since, boolean unjoined) {
        boolean whole = watched.scope.equals(DriftBook.ALL);
        boolean explained = unjoined
                || situations(since)
                || alerts.fires(Kind.POLICY_CHANGE)
                || !whole
                        && (alerts.fires(Kind.REWARD_DRIFT, DriftBook.ALL)
                                || watches.all(What.REWARD).undecided());
        return explained ? null : Kind.REWARD_DRIFT;
    }

    private boolean situations(long since) {
        return alerts.fires(Kind.CONTEXT_DRIFT) || shows(What.CONTEXT, since) != 0 || shows(What.DISTANCE, since) != 0;
    }

    /** 1, −1 or 0: the scores since then are clearly above, below, or neither. */
    private int shows(What what, long since) {
        if (watches.all(what).watch.warmingUp()) {
            return 0;
        }
        double off = ring.off(what.ordinal(), since);
        return off > CLEAR ? 1 : off < -CLEAR ? -1 : 0;
    }
}
