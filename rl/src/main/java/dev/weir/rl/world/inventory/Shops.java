package dev.weir.rl.world.inventory;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Life;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of shops that reorders each SKU each period, unmet demand lost; one model for all, their parameters being
 * features. Mean demand runs over three decades, and this is how one network serves them all:
 *
 * <ul>
 *   <li><b>Actions</b> are levels of safety, not quantities: {@code none}, or order up to the demand expected until the
 *       next order arrives plus z of its standard deviations, z from −3 to 4. Demand's relative deviation shrinks as 1 / √mean, so
 *       multiples of the mean are too coarse for what sells 500 a day and too fine for what sells one in two days; in
 *       deviations the best z hardly depends on scale or lead time. A constant action is a base-stock rule, so that even a
 *       learner's first versions are sensible; low levels make a cap on large orders, which is what beats base stock. The
 *       quantity is rounded to packs and never above the item's cap, whatever is explored.
 *   <li><b>Features</b> are stocks less the demand expected of them, in deviations, beside the item's parameters.
 *   <li><b>Reward</b> is cost in units of what one deviation of demand costs to hold ({@link Item#scale()}), which the
 *       shop reports as metric {@code scale}: the cheap and the dear weigh alike.
 * </ul>
 *
 * <p>Where lost demand is not known, the reward counts revenue p · sold above its plan p · expected: on average that is
 * −p · lost, whatever is done.
 */
public final class Shops implements EpisodicWorld {
    /** Action that orders nothing. */
    public static final String NONE = "none";

    private static final long STREAM = 0x73686f7073L; // "shops"
    private static final double[] LEVELS = {
        -3, -2.5, -2, -1.5, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4
    };

    private final ShopSettings settings;
    private final long itemSeed;
    private final long luckSeed;
    private final DecisionProblem problem;

    public Shops(ShopSettings settings, long seed) {
        this(settings, seed, seed);
    }

    private Shops(ShopSettings settings, long itemSeed, long luckSeed) {
        this.settings = settings;
        this.itemSeed = itemSeed;
        this.luckSeed = luckSeed;
        List<String> ids = new ArrayList<>(List.of(NONE));
        for (double level : LEVELS) {
            ids.add("z" + level);
        }
        this.problem = new DecisionProblem(features(settings), new ActionSpace.Ids(ids));
    }

    private static FeatureSchema features(ShopSettings settings) {
        List<FeatureSpec> specs = new ArrayList<>();
        specs.add(new FeatureSpec.Numeric("position", 1, Double.NaN));
        specs.add(new FeatureSpec.Numeric("stock", settings.maxLeadTime(), 0));
        for (String name : List.of("lead_time", "log_ratio", "log_mean", "variation", "pack", "minimum")) {
            specs.add(new FeatureSpec.Numeric(name, 1, 0));
        }
        for (String name : List.of("season", "season_ahead", "recent_sales", "recent_stock_outs")) {
            specs.add(new FeatureSpec.Numeric(name, 1, 0));
        }
        return new FeatureSchema(specs);
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public double discount() {
        return settings.discount();
    }

    @Override
    public String rewardFormula() {
        return settings.market().lostKnown()
                ? "-1*(holding_cost + penalty_cost) / scale"
                : "(revenue - plan - holding_cost) / scale";
    }

    @Override
    public int units() {
        return settings.shops() * settings.skus();
    }

    @Override
    public Life life(int unit) {
        return new ShopLife(this, unit);
    }

    /** The same items under other luck. */
    @Override
    public Shops withSeed(long otherSeed) {
        return new Shops(settings, itemSeed, otherSeed);
    }

    /** The same items once demand has shifted. */
    public Shops shifted() {
        return new Shops(settings.in(settings.market().shifted()), itemSeed, luckSeed);
    }

    /** What a unit is like. */
    public Item item(int unit) {
        return Item.of(settings, itemSeed, unit);
    }

    /** Name of a unit. */
    public String unitId(int unit) {
        return "sku-" + unit % settings.skus() + "@shop-" + unit / settings.skus();
    }

    ShopSettings settings() {
        return settings;
    }

    static int levels() {
        return LEVELS.length;
    }

    static double level(int i) {
        return LEVELS[i];
    }

    /** Demand of a unit in a period; the same whatever is ordered. */
    int demand(Item item, int unit, long period) {
        double shift = settings.market().shift(period);
        long luck = CounterRandom.bits(luckSeed, STREAM, unit);
        return Item.demand(
                item.mean() * item.season(settings.market().season(), period) * shift,
                item.bursty(),
                CounterRandom.uniform(luck, STREAM + 1, period),
                CounterRandom.uniform(luck, STREAM + 2, period));
    }

    /** Demand that the shop expects of so many periods from one on: it knows the season, and of no shift. */
    double expected(Item item, long period, int periods) {
        double sum = 0;
        for (int i = 0; i < periods; i++) {
            sum += item.season(settings.market().season(), period + i);
        }
        return item.mean() * sum;
    }

    /** Mean cost a unit and period, in each item's own scale, of a classical rule after a warm-up. */
    public double cost(Reorder rule, int warmUp, int periods) {
        double sum = 0;
        for (int unit = 0; unit < units(); unit++) {
            ShopLife life = new ShopLife(this, unit);
            for (int t = 0; t < warmUp + periods; t++) {
                double cost = life.order(rule);
                sum += t < warmUp ? 0 : cost;
            }
        }
        return sum / ((double) units() * periods);
    }
}
