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

/**
 * The small {@link LostSales} world, many items alike, that has an exact solution: features {@code on-hand} and, with a
 * lead time above 1, {@code pipeline}; orders 0 … max; metrics {@code holding} and {@code lost} in units. It never ends.
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
    private final DecisionProblem problem;

    /** @param baseStock level up to which the baseline orders */
    public LostSalesEpisodes(LostSales world, int maxOrder, int units, double discount, int baseStock, long seed) {
        this.world = world;
        this.maxOrder = maxOrder;
        this.units = units;
        this.discount = discount;
        this.baseStock = baseStock;
        this.seed = seed;
        this.demand = world.demand().probabilities();
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

    /** What a policy orders that always does what it values most: what its exact cost is asked of. */
    public static LostSales.Rule greedy(Policy policy) { // actions are 0, 1, … so places are quantities
        return pipeline -> policy.greedy(situation(pipeline));
    }

    private static Situation situation(int[] pipeline) {
        double[] numbers = new double[pipeline.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = pipeline[i];
        }
        return new Situation(new Features(numbers, new String[0]), List.of(), null);
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
            return LostSalesEpisodes.situation(pipeline);
        }

        @Override
        public int baseline() {
            return Math.min(maxOrder, LostSales.Rule.baseStock(baseStock).order(pipeline));
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
