package dev.weir.ops.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an evaluation is made.
 *
 * @param level  of intervals
 * @param limits of clipped weights, SWITCH-DR and DRos; empty: chosen by SLOPE
 * @param folds  of the reward model's cross-fit
 * @param ridge  λ of the reward model; 0: chosen by cross-validation
 * @param values file with a reward model's values, a line a row and a number an action; null: fitted to the log
 * @param seed   of folds
 */
public record Settings(
        double level,
        List<Double> limits,
        int folds,
        double ridge,
        @Nullable Path values,
        long seed) {
    public Settings {
        limits = List.copyOf(limits);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("--level must be in (0, 1), was " + level);
        }
        for (double limit : limits) {
            if (!(limit > 0 && Double.isFinite(limit))) {
                throw new IllegalArgumentException("--limits must be numbers above 0, was " + limit);
            }
        }
    }
}
