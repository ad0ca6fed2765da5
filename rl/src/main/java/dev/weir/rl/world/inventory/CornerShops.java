package dev.weir.rl.world.inventory;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec.Numeric;
import dev.weir.rl.feature.Features;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Life;
import dev.weir.rl.world.lostsales.BestRules;
import dev.weir.rl.world.lostsales.Demand;
import dev.weir.rl.world.lostsales.ExactLostSales;
import dev.weir.rl.world.lostsales.ExactRuleCost;
import dev.weir.rl.world.lostsales.LostSales;
import dev.weir.rl.world.lostsales.LostSales.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Small shops with few kinds of items, so small that each kind's exact optimum is known; one model for all. Every unit
 * reorders each period, unmet demand is lost, and its shelf limits what may be ordered. The shops' own rule is base stock
 * at the newsvendor's fractile of the demand until an order arrives: what the textbooks teach, and too much where demand
 * is lost. They trust nobody to fill up to a level more than {@link #TRUST} units above or below theirs.
 *
 * <p>Features: {@code on_hand}, {@code pipeline} (what arrives in one period, two, …), {@code lead_time},
 * {@code mean_demand}, {@code penalty}. Actions: quantities 0 … {@link #MAX_ORDER}. Metrics: {@code holding_cost},
 * {@code penalty_cost}, {@code sold}, {@code ordered}.
 */
public final class CornerShops implements EpisodicWorld {
    /** Largest order that any shelf takes. */
    public static final int MAX_ORDER = 20;

    /** Units by which a level may differ from that of the shops' own rule. */
    public static final int TRUST = 6;

    /** What is sold in them: mean demand, lead time, penalty; a unit costs 1 to hold for a period. */
    public static final List<LostSales> KINDS =
            List.of(kind(5, 1, 4), kind(5, 2, 4), kind(5, 1, 19), kind(5, 2, 19), kind(3, 1, 9), kind(3, 2, 9));

    /** γ: the discounted optimum of such worlds is within .03 % of the average-cost optimum. */
    private static final double DISCOUNT = 0.95;

    private static final int MAX_LEAD_TIME = 2;
    private static final int BOUND = 40;
    private static final long STREAM = 0x636f726e6572L; // "corner"
    private static final DecisionProblem PROBLEM = new DecisionProblem(
            new FeatureSchema(List.of(
                    new Numeric("on_hand", 1, 0),
                    new Numeric("pipeline", MAX_LEAD_TIME - 1, 0),
                    new Numeric("lead_time", 1, 1),
                    new Numeric("mean_demand", 1, 0),
                    new Numeric("penalty", 1, 0))),
            new ActionSpace.Quantities(MAX_ORDER, 1));

    private final int units;
    private final long seed;

    public CornerShops(int units, long seed) {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, was " + units);
        }
        this.units = units;
        this.seed = seed;
    }

    private static LostSales kind(double mean, int leadTime, double penalty) {
        return new LostSales(new Demand.Poisson(mean), leadTime, 1, penalty);
    }

    @Override
    public DecisionProblem problem() {
        return PROBLEM;
    }

    @Override
    public double discount() {
        return DISCOUNT;
    }

    @Override
    public String rewardFormula() {
        return "-1*holding_cost - penalty_cost";
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public Life life(int unit) {
        return new Item(unit);
    }

    @Override
    public CornerShops withSeed(long otherSeed) {
        return new CornerShops(units, otherSeed);
    }

    /** Kind of a unit. */
    public LostSales kind(int unit) {
        return KINDS.get(unit % KINDS.size());
    }

    /** Level of the shops' own rule for a kind: newsvendor's fractile of the demand of lead time + 1 periods. */
    public static int ruleLevel(LostSales kind) {
        double fractile = kind.penalty() / (kind.penalty() + kind.holding());
        return new Demand.Poisson(kind.demand().mean() * (kind.leadTime() + 1)).quantile(fractile);
    }

    /**
     * Exact mean cost a unit and period.
     *
     * @param rule      of the shops' own rule
     * @param baseStock of the best base-stock level of each kind
     * @param optimum   of the best that can be done
     */
    public record Costs(double rule, double baseStock, double optimum) {}

    /** What rules and the optimum cost, over the units that there are; takes a second or two. */
    public Costs costs() {
        double[][] byKind = KINDS.stream()
                .limit(units)
                .map(kind -> new double[] {
                    ExactRuleCost.of(kind, Rule.baseStock(ruleLevel(kind)), 4 * BOUND),
                    BestRules.of(kind).baseStock(),
                    new ExactLostSales(kind, BOUND).optimum().averageCost()
                })
                .toArray(double[][]::new);
        double[] mean = new double[3];
        for (int unit = 0; unit < units; unit++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += byKind[unit % KINDS.size()][i] / units;
            }
        }
        return new Costs(mean[0], mean[1], mean[2]);
    }

    /** Exact mean cost a unit and period of a policy that always does what it values most, shelves aside. */
    public double cost(Policy policy) {
        double sum = 0;
        for (int k = 0; k < Math.min(units, KINDS.size()); k++) {
            LostSales kind = KINDS.get(k);
            int alike = (units - k + KINDS.size() - 1) / KINDS.size();
            Rule greedy = pipeline -> {
                Situation situation = situation(kind, pipeline, MAX_ORDER);
                return PROBLEM.actionIndex(situation, policy.greedy(situation));
            };
            sum += alike * ExactRuleCost.of(kind, greedy, 4 * BOUND);
        }
        return sum / units;
    }

    private static Situation situation(LostSales kind, int[] pipeline, int maxOrder) {
        double[] x = new double[MAX_LEAD_TIME + 3];
        for (int l = 0; l < pipeline.length; l++) {
            x[l] = pipeline[l];
        }
        x[MAX_LEAD_TIME] = kind.leadTime();
        x[MAX_LEAD_TIME + 1] = kind.demand().mean();
        x[MAX_LEAD_TIME + 2] = kind.penalty();
        int wish = ruleLevel(kind) - Arrays.stream(pipeline).sum();
        int most = Math.max(0, Math.min(maxOrder, wish + TRUST));
        int least = Math.max(0, Math.min(most, wish - TRUST));
        int[] allowed = IntStream.rangeClosed(least, most).toArray();
        return new Situation(new Features(x, new String[0]), List.of(), allowed);
    }

    private final class Item implements Life {
        private final int unit;
        private final LostSales kind;
        private final int maxOrder;
        private final long luck;
        private int[] pipeline;
        private long period;

        private Item(int unit) {
            this.unit = unit;
            this.kind = kind(unit);
            this.luck = CounterRandom.bits(seed, STREAM, unit);
            this.maxOrder = Math.min(
                    MAX_ORDER, (int) (3 * kind.demand().mean() + 6 * CounterRandom.uniform(luck, STREAM + 2, 0)));
            this.pipeline = new int[kind.leadTime()];
            Arrays.fill(pipeline, (int) Math.rint(kind.demand().mean()));
        }

        @Override
        public String unit() {
            return "sku-" + unit % KINDS.size() + "@shop-" + unit / KINDS.size();
        }

        @Override
        public Situation situation() {
            return CornerShops.situation(kind, pipeline, maxOrder);
        }

        @Override
        public int baseline() {
            return Math.min(maxOrder, Rule.baseStock(ruleLevel(kind)).order(pipeline));
        }

        @Override
        public Step act(int order) {
            int[] allowed = Objects.requireNonNull(situation().allowed());
            if (order < allowed[0] || order > allowed[allowed.length - 1]) {
                throw new IllegalArgumentException(
                        "order must be " + allowed[0] + " to " + allowed[allowed.length - 1] + ", was " + order);
            }
            int wanted = kind.demand().quantile(CounterRandom.uniform(luck, STREAM + 1, period++));
            int left = Math.max(pipeline[0] - wanted, 0);
            int lost = Math.max(wanted - pipeline[0], 0);
            double holding = kind.holding() * left;
            double penalty = kind.penalty() * lost;
            pipeline = kind.next(pipeline, order, wanted);
            Map<String, Double> metrics = Map.of(
                    "holding_cost",
                    holding,
                    "penalty_cost",
                    penalty,
                    "sold",
                    (double) (wanted - lost),
                    "ordered",
                    (double) order);
            return new Step(-1 * holding - penalty, metrics, situation(), false, false);
        }
    }
}
