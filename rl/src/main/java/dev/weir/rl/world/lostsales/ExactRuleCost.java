package dev.weir.rl.world.lostsales;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Exact long-run average cost of one rule in a {@link LostSales} world: relative value iteration over the pipelines that the
 * rule reaches from an empty one, and no others; so any lead time will do, and a rule that is a network is asked once a
 * pipeline. Orders are cut so that a pipeline's sum stays within the bound: make it so large that only a senseless rule
 * gets there.
 */
public final class ExactRuleCost {
    private static final int MAX_STATES = 500_000;
    private static final int MAX_SWEEPS = 50_000;
    private static final double LAZINESS = 0.05; // aperiodic, and averages stay as they are

    private final LostSales world;
    private final int bound;
    private final double[] demand;
    private final double[] atLeast; // P(D >= k)

    private ExactRuleCost(LostSales world, int bound) {
        this.world = world;
        this.bound = bound;
        this.demand = world.demand().probabilities();
        this.atLeast = new double[Math.max(bound, demand.length) + 2];
        for (int k = demand.length - 1; k >= 0; k--) {
            atLeast[k] = atLeast[k + 1] + demand[k];
        }
    }

    /** Average cost per period of a rule, to about 1e-8. */
    public static double of(LostSales world, LostSales.Rule rule, int bound) {
        return new ExactRuleCost(world, bound).cost(rule);
    }

    private double cost(LostSales.Rule rule) {
        int[][] pipelines = new int[64][];
        int[][] successors = new int[64][]; // by what is left over after demand
        Map<Long, Integer> places = new HashMap<>();
        pipelines[0] = new int[world.leadTime()];
        places.put(key(pipelines[0]), 0);
        int n = 1;
        for (int s = 0; s < n; s++) {
            int[] x = pipelines[s];
            int order = Math.max(
                    0, Math.min(rule.order(x.clone()), bound - Arrays.stream(x).sum()));
            int[] next = new int[x[0] + 1];
            for (int left = 0; left <= x[0]; left++) {
                int[] pipeline = world.next(x, order, x[0] - left);
                Integer known = places.putIfAbsent(key(pipeline), n);
                next[left] = known == null ? n : known;
                if (known == null) {
                    if (n == MAX_STATES) {
                        throw new IllegalArgumentException("rule reaches more than " + MAX_STATES + " pipelines");
                    }
                    if (n == pipelines.length) {
                        pipelines = Arrays.copyOf(pipelines, 2 * n);
                        successors = Arrays.copyOf(successors, 2 * n);
                    }
                    pipelines[n++] = pipeline;
                }
            }
            successors[s] = next;
        }
        return iterate(pipelines, successors, n);
    }

    private double iterate(int[][] pipelines, int[][] successors, int n) {
        double[] cost = new double[n];
        for (int s = 0; s < n; s++) {
            for (int d = 0; d < demand.length; d++) {
                cost[s] += demand[d] * world.cost(pipelines[s][0], d);
            }
        }
        double[] value = new double[n];
        double[] next = new double[n];
        double fromEmpty = 0; // increment of its value
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < n; s++) {
                int[] to = successors[s];
                int onHand = to.length - 1;
                double image = cost[s] + atLeast[onHand] * value[to[0]];
                for (int left = Math.max(1, onHand - demand.length + 1); left <= onHand; left++) {
                    image += demand[onHand - left] * value[to[left]];
                }
                fromEmpty = s == 0 ? image - value[0] : fromEmpty;
                least = Math.min(least, image - value[s]);
                most = Math.max(most, image - value[s]);
                next[s] = (1 - LAZINESS) * image + LAZINESS * value[s];
            }
            double base = next[0];
            for (int s = 0; s < n; s++) {
                value[s] = next[s] - base;
            }
            if (most - least < 1e-8) {
                return (most + least) / 2;
            }
        }
        return fromEmpty;
    }

    private long key(int[] pipeline) {
        long key = 0;
        for (int units : pipeline) {
            key = key * (bound + 1L) + units;
        }
        return key;
    }
}
