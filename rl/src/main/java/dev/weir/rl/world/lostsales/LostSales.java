package dev.weir.rl.world.lostsales;

/**
 * One item under periodic review, unmet demand lost (Zipkin 2008). Each period: observe the pipeline
 * x = (x0 on hand after today's arrival, x1 arriving in one period, …), order z, demand d comes; cost
 * h·max(x0 − d, 0) + p·max(d − x0, 0); then x' = (max(x0 − d, 0) + x1, x2, …, z).
 *
 * @param leadTime L ≥ 1 periods between ordering and arrival (L = 1: there for the next period's demand)
 * @param holding  h > 0, cost of a unit left at the end of a period
 * @param penalty  p > 0, cost of a unit of demand not met
 */
public record LostSales(Demand demand, int leadTime, double holding, double penalty) {
    public LostSales {
        if (leadTime < 1 || leadTime > 8) {
            throw new IllegalArgumentException("lead time must be 1 to 8 periods, was " + leadTime);
        }
        if (!(holding > 0) || !(penalty > 0)) {
            throw new IllegalArgumentException("holding and penalty must be > 0, were " + holding + " and " + penalty);
        }
    }

    /** Cost of one period that begins with {@code onHand} and meets {@code demand}. */
    public double cost(int onHand, int demand) {
        return demand <= onHand ? holding * (onHand - demand) : penalty * (demand - onHand);
    }

    /** The pipeline a period later; a new array. */
    public int[] next(int[] pipeline, int order, int demand) {
        int[] next = new int[leadTime];
        System.arraycopy(pipeline, 1, next, 0, leadTime - 1);
        next[leadTime - 1] += order;
        next[0] += Math.max(pipeline[0] - demand, 0);
        return next;
    }

    /** What to order, given the pipeline. */
    @FunctionalInterface
    public interface Rule {
        int order(int[] pipeline);

        /** Order up to S in total. */
        static Rule baseStock(int upTo) {
            return x -> Math.max(upTo - total(x), 0);
        }

        /** Order up to S in total, but never more than {@code cap} at once. */
        static Rule cappedBaseStock(int upTo, int cap) {
            return x -> Math.min(cap, Math.max(upTo - total(x), 0));
        }

        /** The same order each period. */
        static Rule constant(int order) {
            return x -> order;
        }

        private static int total(int[] pipeline) {
            int sum = 0;
            for (int units : pipeline) {
                sum += units;
            }
            return sum;
        }
    }
}
