package dev.weir.rl.world.lostsales;

import java.util.Arrays;

/**
 * Exact long-run average costs of a {@link LostSales} world on the pipelines whose sum is at most a bound: the optimum by
 * relative value iteration (White 1963; Puterman 1994, section 8.5.5), a rule's by the same iteration with its orders held
 * fixed. A rule's cost is that of the class it reaches from an empty pipeline.
 */
public final class ExactLostSales {
    private static final int MAX_STATES = 2_000_000;
    private static final int MAX_SWEEPS = 200_000;
    /** Keeps an order pending for a fraction of periods: makes every chain aperiodic and leaves averages as they are. */
    private static final double LAZINESS = 0.05;

    private final LostSales world;
    private final double[] demand;
    private final int bound;
    private final int stride;
    private final int[] states; // codes of pipelines within the bound, ascending
    private final int[] position; // of a code among the states, or -1
    private final double[] periodCost; // by on-hand stock

    /** @param bound largest sum of a pipeline, orders included */
    public ExactLostSales(LostSales world, int bound) {
        this.world = world;
        this.bound = bound;
        this.stride = bound + 1;
        this.demand = world.demand().probabilities();
        double codes = Math.rint(StrictMath.pow(stride, world.leadTime()));
        if (!(codes <= 100.0 * MAX_STATES)) {
            throw new IllegalArgumentException(
                    "bound " + bound + " with lead time " + world.leadTime() + " has too many states");
        }
        this.position = new int[(int) codes];
        Arrays.fill(position, -1);
        this.states = enumerate((int) codes);
        this.periodCost = expectedCosts();
    }

    /** Least average cost per period of any rule, and the optimal orders. */
    public Solution optimum() {
        return iterate(null);
    }

    /** Average cost per period of a rule; its orders are cut so that the sum stays within the bound. */
    public double cost(LostSales.Rule rule) {
        int[] orders = new int[states.length];
        for (int s = 0; s < states.length; s++) {
            int[] x = pipeline(states[s]);
            orders[s] = Math.max(0, Math.min(rule.order(x), bound - sum(x)));
        }
        return iterate(orders).averageCost();
    }

    /** Orders of the best rule by pipeline. */
    public final class Solution {
        private final double averageCost;
        private final int[] orders;

        private Solution(double averageCost, int[] orders) {
            this.averageCost = averageCost;
            this.orders = orders;
        }

        /** Cost per period in the long run. */
        public double averageCost() {
            return averageCost;
        }

        /** Order at a pipeline within the bound. */
        public int order(int... pipeline) {
            return orders[position[code(pipeline)]];
        }
    }

    private Solution iterate(int @org.jspecify.annotations.Nullable [] fixed) {
        int n = states.length;
        double[] value = new double[n];
        int[] orders = fixed == null ? new int[n] : fixed;
        boolean[] counted = fixed == null ? all(n) : reachable(fixed);
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            double[] after = afterDemand(value);
            double[] next = new double[n];
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < n; s++) {
                if (counted[s]) {
                    double best = best(s, after, orders, fixed != null);
                    next[s] = (1 - LAZINESS) * best + LAZINESS * value[s];
                    least = Math.min(least, best - value[s]);
                    most = Math.max(most, best - value[s]);
                }
            }
            double base = next[0];
            for (int s = 0; s < n; s++) {
                value[s] = next[s] - base;
            }
            if (most - least < 1e-9) {
                return new Solution((most + least) / 2, orders.clone());
            }
        }
        throw new IllegalStateException("relative value iteration did not converge in " + MAX_SWEEPS + " sweeps");
    }

    /** Q-value of the order that is best (or fixed) at a state; remembers it. */
    private double best(int s, double[] after, int[] orders, boolean fixed) {
        int code = states[s];
        int onHand = code % stride;
        double cost = periodCost[onHand];
        if (fixed) {
            return cost + after[afterCode(code, orders[s])];
        }
        double best = Double.POSITIVE_INFINITY;
        int room = bound - sum(code);
        for (int order = 0; order <= room; order++) {
            double q = cost + after[afterCode(code, order)];
            if (q < best - 1e-12) {
                best = q;
                orders[s] = order;
            }
        }
        return best;
    }

    /**
     * Expected value after demand of each code of (x0, (x1, …, z) shifted): index = onHand + stride · next pipeline
     * without the stock left over.
     */
    private double[] afterDemand(double[] value) {
        int tails = position.length; // codes of (x1 … z) as a pipeline of the next period, before left-over stock
        double[] after = new double[tails * stride];
        for (int s = 0; s < states.length; s++) {
            int tail = states[s];
            int room = bound - sum(tail);
            for (int onHand = 0; onHand <= room; onHand++) {
                double expected = 0;
                for (int d = 0; d < demand.length; d++) {
                    int left = Math.max(onHand - d, 0);
                    expected += demand[d] * value[position[tail + left]];
                }
                after[onHand + stride * tail] = expected;
            }
        }
        return after;
    }

    private int afterCode(int code, int order) {
        int onHand = code % stride;
        int shifted = code / stride + order * power(world.leadTime() - 1);
        return onHand + stride * shifted;
    }

    private boolean[] reachable(int[] orders) {
        boolean[] seen = new boolean[states.length];
        int[] stack = new int[states.length];
        int depth = 0;
        stack[depth++] = 0;
        seen[0] = true;
        while (depth > 0) {
            int s = stack[--depth];
            int code = states[s];
            int onHand = code % stride;
            int shifted = code / stride + orders[s] * power(world.leadTime() - 1);
            for (int left = 0; left <= onHand; left++) {
                int next = position[shifted + left];
                if (!seen[next]) {
                    seen[next] = true;
                    stack[depth++] = next;
                }
            }
        }
        return seen;
    }

    private int[] enumerate(int codes) {
        int[] found = new int[Math.min(codes, MAX_STATES)];
        int n = 0;
        for (int code = 0; code < codes; code++) {
            if (sum(code) <= bound) {
                if (n == MAX_STATES) {
                    throw new IllegalArgumentException("more than " + MAX_STATES + " states");
                }
                position[code] = n;
                found[n++] = code;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private double[] expectedCosts() {
        double[] costs = new double[stride];
        for (int onHand = 0; onHand <= bound; onHand++) {
            for (int d = 0; d < demand.length; d++) {
                costs[onHand] += demand[d] * world.cost(onHand, d);
            }
        }
        return costs;
    }

    private int[] pipeline(int code) {
        int[] x = new int[world.leadTime()];
        int rest = code;
        for (int l = 0; l < x.length; l++) {
            x[l] = rest % stride;
            rest /= stride;
        }
        return x;
    }

    private int code(int[] pipeline) {
        int code = 0;
        for (int l = pipeline.length - 1; l >= 0; l--) {
            code = code * stride + pipeline[l];
        }
        return code;
    }

    private int sum(int code) {
        int sum = 0;
        for (int rest = code; rest > 0; rest /= stride) {
            sum += rest % stride;
        }
        return sum;
    }

    private static int sum(int[] x) {
        return Arrays.stream(x).sum();
    }

    private int power(int exponent) {
        int result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= stride;
        }
        return result;
    }

    private static boolean[] all(int n) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        return all;
    }
}
