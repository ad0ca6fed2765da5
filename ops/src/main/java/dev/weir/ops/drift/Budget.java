package dev.weir.ops.drift;

import dev.weir.evaluation.drift.WatchSettings;
import dev.weir.schemas.problem.AlertSettings;

/**
 * One problem's expected decisions between false alarms, split over its watches: half of the alarms that may be false go to the
 * reward of all decisions, the other half in equal parts to all other watches. Watches of which each decision meets exactly one (all
 * values of a feature, all variants) share one part: however many they are, each may run as long as one alone.
 */
final class Budget {
    private static final double REWARD = 0.5;
    private static final int OTHERS =
            10; // by variant, track; context ×2, policy, join, delay, propensity ×2, dead letters

    /** Of watches on what should hardly ever differ: shares near 0 or 1. */
    private static final double SHARE = 0.05;

    /** Of watches on expectations, in deviations of the reward around them: below, it is the model that moves. */
    private static final double EXPECTATION = 0.5;

    private final AlertSettings settings;
    private final int others;

    Budget(AlertSettings settings) {
        this.settings = settings;
        this.others = OTHERS + settings.segments().size();
    }

    WatchSettings reward() {
        return of(settings.falseAlarmEvery() / REWARD, 0);
    }

    WatchSettings other() {
        return of(otherRunLength(), 0);
    }

    WatchSettings share() {
        return of(otherRunLength(), SHARE);
    }

    WatchSettings expectation() {
        return of(otherRunLength(), EXPECTATION);
    }

    /** Expected decisions between false alarms of each of the others. */
    double otherRunLength() {
        return settings.falseAlarmEvery() * others / (1 - REWARD);
    }

    private WatchSettings of(double runLength, double least) {
        return new WatchSettings(runLength, settings.smallestShift(), settings.warmUp(), settings.memory(), least);
    }
}
