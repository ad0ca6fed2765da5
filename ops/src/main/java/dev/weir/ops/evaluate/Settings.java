package dev.weir.ops.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an evaluation is made.
 *
 * @param level    of intervals
 * @param limits   of clipped weights, SWITCH-DR and DRos; empty: chosen by SLOPE
 * @param folds    of the model's cross-fit; 0: 3 of single decisions, 10 of episodes; 1: of episodes none
 * @param ridge    λ of the reward model; 0: chosen by cross-validation
 * @param values   file with a reward model's values, a line a row and a number an action; null: fitted to the log
 * @param seed     of folds
 * @param episodes how episodes are valued
 * @param slices   features by which values are also told
 * @param sequences whether confidence sequences are shown
 * @param range    of rewards, for a sequence by betting; null: none
 */
public record Settings(
        double level,
        List<Double> limits,
        int folds,
        double ridge,
        @Nullable Path values,
        long seed,
        EpisodeSettings episodes,
        List<String> slices,
        boolean sequences,
        @Nullable RewardRange range) {
    private static final int FOLDS = 3;
    private static final int FOLDS_OF_EPISODES = 10;

    public Settings {
        limits = List.copyOf(limits);
        slices = List.copyOf(slices);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("--level must be in (0, 1), was " + level);
        }
        for (double limit : limits) {
            if (!(limit > 0 && Double.isFinite(limit))) {
                throw new IllegalArgumentException("--limits must be numbers above 0, was " + limit);
            }
        }
        if (folds < 0 || folds > 20) {
            throw new IllegalArgumentException("--folds must be 2 to 20, of episodes 1 to 20, was " + folds);
        }
        if (!(ridge >= 0 && Double.isFinite(ridge))) {
            throw new IllegalArgumentException("--ridge must be above 0, or 0 to be chosen, was " + ridge);
        }
    }

    /** What is set where nobody says otherwise, with intervals of this level. */
    public static Settings ofLevel(double level) {
        return new Settings(level, List.of(), 0, 0, null, 0, EpisodeSettings.DEFAULT, List.of(), false, null);
    }

    /** Folds of a reward model of single decisions. */
    int foldsOfRows() {
        return folds == 0 ? FOLDS : folds;
    }

    /** Folds of a model of action values; 1: it sees what it values. */
    int foldsOfEpisodes() {
        return folds == 0 ? FOLDS_OF_EPISODES : folds;
    }
}
