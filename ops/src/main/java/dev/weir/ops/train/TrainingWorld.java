package dev.weir.ops.train;

import dev.weir.rl.policy.Policy;
import dev.weir.rl.world.control.Acrobot;
import dev.weir.rl.world.control.CartPole;
import dev.weir.rl.world.control.ControlWorld;
import dev.weir.rl.world.episodic.ControlEpisodes;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Evaluation;
import dev.weir.rl.world.episodic.LostSalesEpisodes;
import dev.weir.rl.world.inventory.CornerShops;
import dev.weir.rl.world.inventory.ShopBaselines;
import dev.weir.rl.world.inventory.ShopSettings;
import dev.weir.rl.world.inventory.Shops;
import dev.weir.rl.world.lostsales.BestRules;
import dev.weir.rl.world.lostsales.Demand;
import dev.weir.rl.world.lostsales.ExactLostSales;
import dev.weir.rl.world.lostsales.ExactRuleCost;
import dev.weir.rl.world.lostsales.LostSales;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A world to train in, with what is said of a policy that always does what it values most.
 *
 * @param yaml  name of the problem file that comes with it
 * @param judge greedy results by name
 */
public record TrainingWorld(EpisodicWorld world, String yaml, Judge judge) {
    private static final String PIPELINE = "  - {name: pipeline, type: numeric, size: 1}";
    private static final String ORDERS = "{quantities: {max: 16}}";
    private static final String SHOPS_FORMULA = "-1*(holding_cost + penalty_cost) / scale";
    private static final String FORMULA = "-1*holding - 4*lost";

    private static final int EPISODES = 100;
    private static final double CONTROL_DISCOUNT = 0.99;
    private static final double SHOPS_DISCOUNT = 0.95;

    /** Names of the worlds. */
    public static final List<String> NAMES = List.of("cartpole", "acrobot", "lost-sales", "corner-shops", "shops");

    /** Says how good a policy is. */
    @FunctionalInterface
    public interface Judge {
        Map<String, Double> of(Policy policy);
    }

    /**
     * What a world is like.
     *
     * @param units     that are decided for side by side; 0: as the world suggests
     * @param leadTime  of lost-sales, periods
     * @param penalty   of lost-sales, of a unit of demand not met, where holding one costs 1
     * @param geometric lost-sales: geometric demand, else Poisson
     * @param mean      lost-sales: of a period's demand
     * @param market    of shops
     */
    public record Settings(
            int units, int leadTime, double penalty, boolean geometric, double mean, ShopSettings.Market market) {}

    /**
     * The world of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrainingWorld of(String name, Settings settings, long seed) {
        return switch (name) {
            case "cartpole" -> control(new CartPole(), "cartpole.yaml", settings, seed);
            case "acrobot" -> control(new Acrobot(), "acrobot.yaml", settings, seed);
            case "lost-sales" -> lostSales(settings, seed);
            case "corner-shops" -> cornerShops(settings, seed);
            case "shops" -> shops(settings, seed);
            default -> throw new IllegalArgumentException("--world must be one of " + NAMES + ", was '" + name + "'");
        };
    }

    /** The text of its problem file, fitted to lead time, orders, costs and what is known where the world has such. */
    public String problem(String text) {
        if (world instanceof Shops) {
            return replace(text, Pattern.quote(SHOPS_FORMULA), world.rewardFormula());
        } else if (!(world instanceof LostSalesEpisodes sales)) {
            return text;
        } else {
            int pipeline = sales.leadTime() - 1;
            String fitted = replace(
                    text,
                    Pattern.quote(PIPELINE) + ".*\n",
                    pipeline == 0 ? "" : PIPELINE.replace("1", "" + pipeline) + "\n");
            fitted = replace(fitted, Pattern.quote(ORDERS), ORDERS.replace("16", "" + sales.maxOrder()));
            return replace(fitted, Pattern.quote(FORMULA), sales.rewardFormula());
        }
    }

    private String replace(String text, String regex, String by) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("problems/" + yaml + " must have " + regex);
        }
        return matcher.replaceFirst(Matcher.quoteReplacement(by));
    }

    private static TrainingWorld control(ControlWorld task, String yaml, Settings settings, long seed) {
        EpisodicWorld world = new ControlEpisodes(task, Math.max(1, settings.units), CONTROL_DISCOUNT, seed);
        return new TrainingWorld(
                world,
                yaml,
                policy -> Map.of("meanReturn", Evaluation.meanReturn(world, policy, EPISODES, seed + 7919)));
    }

    private static TrainingWorld lostSales(Settings s, long seed) {
        Demand demand = s.geometric ? new Demand.Geometric(s.mean) : new Demand.Poisson(s.mean);
        LostSales kind = new LostSales(demand, s.leadTime, 1, s.penalty);
        int maxOrder = (int) StrictMath.ceil(2 * s.mean + (s.geometric ? 2 * s.mean : 2.3 * Math.sqrt(s.mean)));
        int rule = CornerShops.ruleLevel(kind);
        int units = s.units > 0 ? s.units : 10;
        LostSalesEpisodes world = new LostSalesEpisodes(kind, maxOrder, units, SHOPS_DISCOUNT, rule, seed);
        Map<String, Double> known = references(kind, world);
        return new TrainingWorld(world, "lost-sales.yaml", policy -> {
            Map<String, Double> said = new LinkedHashMap<>();
            double cost = ExactRuleCost.of(kind, world.greedy(policy), world.shelf() + maxOrder);
            said.put("exactCost", cost);
            said.putAll(known);
            if (known.containsKey("optimum")) {
                said.put("percentAboveOptimum", 100 * (cost / known.get("optimum") - 1));
            }
            return said;
        });
    }

    /** The optimum only where its exact solution is small enough to wait for. */
    private static Map<String, Double> references(LostSales kind, LostSalesEpisodes world) {
        Map<String, Double> known = new LinkedHashMap<>();
        if (kind.leadTime() <= 3 && StrictMath.pow(world.shelf(), kind.leadTime()) <= 500_000) {
            known.put(
                    "optimum", new ExactLostSales(kind, world.shelf()).optimum().averageCost());
        }
        BestRules best = BestRules.of(kind);
        known.put("bestBaseStock", best.baseStock());
        known.put("bestCappedBaseStock", best.capped());
        return known;
    }

    private static TrainingWorld cornerShops(Settings s, long seed) {
        CornerShops shops = new CornerShops(s.units > 0 ? s.units : 120, seed);
        CornerShops.Costs costs = shops.costs();
        return new TrainingWorld(
                shops,
                "inventory.yaml",
                policy -> ordered(
                        "exactCost", shops.cost(policy),
                        "rule", costs.rule(),
                        "bestBaseStock", costs.baseStock(),
                        "optimum", costs.optimum()));
    }

    private static TrainingWorld shops(Settings s, long seed) {
        Shops shops = new Shops(
                ShopSettings.DEFAULT.ofSize(Math.max(1, s.units / 50), 50).in(s.market), seed);
        Shops asAtTheEnd = shops.shifted();
        ShopBaselines known = ShopBaselines.of(asAtTheEnd.withSeed(seed + 7919), 50, 200);
        return new TrainingWorld(
                shops,
                "shops.yaml",
                policy -> ordered(
                        "meanCost", -Evaluation.meanReward(asAtTheEnd, policy, 50, 200, seed + 7919),
                        "newsvendor", known.newsvendor(),
                        "bestBaseStock", known.baseStock(),
                        "bestCappedBaseStock", known.capped()));
    }

    private static Map<String, Double> ordered(Object... pairs) {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (Double) pairs[i + 1]);
        }
        return map;
    }
}
