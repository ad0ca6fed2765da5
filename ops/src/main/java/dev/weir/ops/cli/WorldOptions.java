package dev.weir.ops.cli;

import dev.weir.ops.train.TrainingWorld;
import dev.weir.rl.world.inventory.ShopSettings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a world to train in is like. */
final class WorldOptions {
    @Option(names = "--units", paramLabel = "N", description = "Units side by side (default: as the world suggests).")
    int units;

    @Option(names = "--lead-time", paramLabel = "L", defaultValue = "2", description = "lost-sales: periods.")
    int leadTime = 2;

    @Option(names = "--penalty", paramLabel = "P", defaultValue = "4", description = "lost-sales: of a unit not met.")
    double penalty = 4;

    @Option(
            names = "--demand",
            paramLabel = "LAW:MEAN",
            defaultValue = "poisson:5",
            description = "lost-sales: poisson:MEAN or geometric:MEAN.")
    String demand = "poisson:5";

    @Option(
            names = "--season",
            paramLabel = "A",
            description = "shops: demand swings by this part in a week (0 to 0.95).")
    double season;

    @Option(names = "--censored", description = "shops: what was lost is not known, only what was sold.")
    boolean censored;

    @Option(
            names = "--shift",
            paramLabel = "PERIOD:FACTOR",
            description = "shops: from this period on demand's mean is so many times what it was.")
    @Nullable
    String shift;

    TrainingWorld.Settings settings() {
        String[] law = demand.toLowerCase(Locale.ROOT).split(":", 2);
        double mean = law.length == 2 ? number(law[1]) : Double.NaN;
        if (!List.of("poisson", "geometric").contains(law[0]) || !(mean > 0 && mean <= 100)) {
            throw new IllegalArgumentException(
                    "--demand must be poisson:MEAN or geometric:MEAN with a mean in (0, 100], was '" + demand + "'");
        }
        return new TrainingWorld.Settings(units, leadTime, penalty, law[0].equals("geometric"), mean, market());
    }

    private ShopSettings.Market market() {
        if (shift == null) {
            return new ShopSettings.Market(season, !censored, -1, 1);
        }
        String[] parts = shift.split(":", 2);
        double period = number(parts[0]);
        double factor = parts.length == 2 ? number(parts[1]) : Double.NaN;
        if (!(period >= 0 && period == Math.rint(period) && factor >= 0 && factor <= 10)) {
            throw new IllegalArgumentException(
                    "--shift must be PERIOD:FACTOR with a whole period from 0 on and a factor" + " in [0, 10], was '"
                            + shift + "'");
        }
        return new ShopSettings.Market(season, !censored, (long) period, factor);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
