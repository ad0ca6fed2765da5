package dev.weir.rl.world.episodic;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.lostsales.LostSales;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The small {@link LostSales} world, many items alike, that has an exact solution: features {@code on-hand} and, with a
 * lead time above 1, {@code pipeline}; orders 0 … max, as far as the shelf has room for all that is there and under way;
 * metrics {@code holding} and {@code lost} in units. It never ends.
 */
public final class LostSalesEpisodes implements EpisodicWorld {
    private static final long STREAM = 0x6c6f737473L; // "losts"

    private final LostSales world;
    private final int maxOrder;
    private final int units;
    private final double discount;
    private final long seed;
    private final int baseStock;
    private final double[] demand;
    private final int shelf;
    private final DecisionProblem problem;

    /**
     * Many items of one kind.
     *
     * @param maxOrder  greatest order
     * @param baseStock level up to which the baseline orders
     */
    public LostSalesEpisodes(LostSales world, int maxOrder, int units, double discount, int baseStock, long seed) {
        this.world = world;
        this.maxOrder = maxOrder;
        this.units = units;
        this.discount = discount;
        this.baseStock = baseStock;
        this.seed = seed;
        this.demand = world.demand().probabilities();
        this.shelf = shelf(world);
        List<FeatureSpec> features = new ArrayList<>();
        features.add(new FeatureSpec.Numeric("on-hand", 1, Double.NaN));
        if (world.leadTime() > 1) {
            features.add(new FeatureSpec.Numeric("pipeline", world.leadTime() - 1, Double.NaN));
        }
        this.problem = new DecisionProblem(new FeatureSchema(features), new ActionSpace.Quantities(maxOrder, 1));
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public double discount() {
        return discount;
    }

    @Override
    public String rewardFormula() {
        return "-" + world.holding() + "*holding - " + world.penalty() + "*lost";
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
    public EpisodicWorld withSeed(long otherSeed) {
        return new LostSalesEpisodes(world, maxOrder, units, discount, baseStock, otherSeed);
    }

    /** Units that a shelf takes, those under way included: more than any sensible rule has, so that no optimum changes. */
    private static int shelf(LostSales world) {
        double mean = (world.leadTime() + 1) * world.demand().mean();
        return (int) StrictMath.ceil(1.5 * mean + 6 * Math.sqrt(mean) + 2);
    }

    /** Periods between ordering and arrival. */
    public int leadTime() {
        return world.leadTime();
    }

    /** Greatest order. */
    public int maxOrder() {
        return maxOrder;
    }

    /** Units that a shelf takes, those under way included. */
    public int shelf() {
        return shelf;
    }

    /** What a policy orders that always does what it values most: what its exact cost is asked of. */
    public LostSales.Rule greedy(Policy policy) { // actions are 0, 1, … so places are quantities
        return pipeline -> policy.greedy(seen(pipeline));
    }

    private Situation seen(int[] pipeline) {
        double[] numbers = new double[pipeline.length];
        int room = shelf;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pipeline[i];
            room -= pipeline[i];
        }
        int most = Math.max(0, room);
        int[] allowed = most >= maxOrder ? null : IntStream.rangeClosed(0, most).toArray();
        return new Situation(new Features(numbers, new String[0]), List.of(), allowed);
    }

    private int demand(double u) {
        double cumulated = 0;
        int d = 0;
        do {
            cumulated += demand[d++];
        } while (u >= cumulated && d < demand.length);
        return d - 1;
    }

    private final class Item implements Life {
        private final int unit;
        private final long luck;
        private int[] pipeline;
        private long period;

        private Item(int unit) {
            this.unit = unit;
            this.luck = CounterRandom.bits(seed, STREAM, unit);
            this.pipeline = new int[world.leadTime()];
            Arrays.fill(pipeline, (int) Math.rint(world.demand().mean()));
        }

        @Override
        public String unit() {
            return "item-" + unit;
        }

        @Override
        public Situation situation() {
            return seen(pipeline);
        }

        @Override
        public int baseline() {
            Situation now = situation();
            int most = problem.actionIndex(now, problem.allowedCount(now) - 1);
            return Math.min(most, LostSales.Rule.baseStock(baseStock).order(pipeline));
        }

        @Override
        public Step act(int action) {
            int wanted = demand(CounterRandom.uniform(luck, STREAM + 1, period++));
            int left = Math.max(pipeline[0] - wanted, 0);
            int lost = Math.max(wanted - pipeline[0], 0);
            double reward = -world.cost(pipeline[0], wanted);
            pipeline = world.next(pipeline, action, wanted);
            return new Step(reward, Map.of("holding", (double) left, "lost", (double) lost), situation(), false, false);
        }
    }
}
