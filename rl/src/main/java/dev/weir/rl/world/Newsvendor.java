package dev.weir.rl.world;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.random.CounterRandom;
import java.util.List;
import java.util.Map;

/**
 * How much to order of what is worth little tomorrow (Arrow, Harris and Marschak 1951), by season and price: reward =
 * price · min(q, D) − 3 q + 1 · max(q − D, 0), q = 0 … 60, season low, mid or high with base 8, 15 or 25, price 4, 6, 8 or
 * 10, D Poisson of mean base · (1.4 − 0.08 · price). Its optimum is known exactly. Each dozen rounds has every context once,
 * in random order: what is earned beside the optimum then tells of decisions, not of the luck of contexts.
 */
public final class Newsvendor implements World {
    private static final List<String> SEASONS = List.of("low", "mid", "high");
    private static final double[] BASE = {8, 15, 25};
    private static final double[] PRICES = {4, 6, 8, 10};
    private static final List<String> TIERS = List.of("4", "6", "8", "10");
    private static final double COST = 3;
    private static final double SALVAGE = 1;
    private static final int MAX = 60;
    private static final int CONTEXTS = 12;
    private static final int MAX_DEMAND = 200;
    private static final long STREAM = 0x6e65777376656eL; // "newsven"

    private final DecisionProblem problem = new DecisionProblem(
            new FeatureSchema(List.of(
                    new FeatureSpec.Categorical("season", SEASONS), new FeatureSpec.Categorical("price", TIERS))),
            new ActionSpace.Quantities(MAX, 1));
    private final long seed;
    private final double[][] cumulated = new double[CONTEXTS][MAX_DEMAND + 1];
    private final double[][] expected = new double[CONTEXTS][MAX + 1];

    public Newsvendor(long seed) {
        this.seed = seed;
        for (int c = 0; c < CONTEXTS; c++) {
            double mean = BASE[c / PRICES.length] * (1.4 - 0.08 * PRICES[c % PRICES.length]);
            double probability = StrictMath.exp(-mean);
            double sum = 0;
            for (int demand = 0; demand <= MAX_DEMAND; demand++) {
                sum += probability;
                cumulated[c][demand] = sum;
                for (int q = 0; q <= MAX; q++) {
                    expected[c][q] += probability * reward(c, q, demand);
                }
                probability *= mean / (demand + 1);
            }
        }
    }

    private static double reward(int context, int quantity, int demand) {
        int sold = Math.min(quantity, demand);
        return PRICES[context % PRICES.length] * sold - COST * quantity + SALVAGE * (quantity - sold);
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public long roundsOfAPass() {
        return Long.MAX_VALUE;
    }

    @Override
    public Baselines baselines() {
        double uniform = 0;
        double best = 0;
        double[] fixed = new double[MAX + 1];
        for (double[] rewards : expected) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int q = 0; q <= MAX; q++) {
                uniform += rewards[q] / (MAX + 1) / CONTEXTS;
                fixed[q] += rewards[q] / CONTEXTS;
                greatest = Math.max(greatest, rewards[q]);
            }
            best += greatest / CONTEXTS;
        }
        double bestFixed = Double.NEGATIVE_INFINITY;
        for (double reward : fixed) {
            bestFixed = Math.max(bestFixed, reward);
        }
        return new Baselines(uniform, bestFixed, best);
    }

    @Override
    public Round round(long index) {
        int context = context(index);
        double u = CounterRandom.uniform(seed, STREAM + 1, index);
        int demand = 0;
        while (demand < MAX_DEMAND && cumulated[context][demand] <= u) {
            demand++;
        }
        return new Day(index, context, demand);
    }

    /** By blocks of all contexts, each block in another order (Fisher and Yates). */
    private int context(long index) {
        int[] order = new int[CONTEXTS];
        long block = index / CONTEXTS;
        for (int i = 0; i < CONTEXTS; i++) {
            int j = (int) (CounterRandom.uniform(seed, STREAM, block * CONTEXTS + i) * (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
        return order[(int) (index % CONTEXTS)];
    }

    private final class Day implements Round {
        private final long index;
        private final int context;
        private final int demand;

        private Day(long index, int context, int demand) {
            this.index = index;
            this.context = context;
            this.demand = demand;
        }

        @Override
        public String unit() {
            return "shop-" + index % 1000;
        }

        @Override
        public Situation situation() {
            String[] texts = {SEASONS.get(context / PRICES.length), TIERS.get(context % PRICES.length)};
            return new Situation(new Features(new double[0], texts), List.of(), null);
        }

        @Override
        public Map<String, Double> metrics(int action) {
            double sold = Math.min(action, demand);
            return Map.of(
                    "revenue",
                    PRICES[context % PRICES.length] * sold,
                    "ordered",
                    (double) action,
                    "left",
                    action - sold);
        }

        @Override
        public double reward(int action) {
            return Newsvendor.reward(context, action, demand);
        }

        @Override
        public double expectedReward(int action) {
            return expected[context][action];
        }
    }
}
