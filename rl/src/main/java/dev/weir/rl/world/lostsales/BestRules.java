package dev.weir.rl.world.lostsales;

import dev.weir.rl.world.lostsales.LostSales.Rule;

/**
 * The best of each classical rule in a {@link LostSales} world, by exact cost: what a learned policy is compared with.
 *
 * @param upTo       level of the best base-stock rule
 * @param baseStock  its average cost
 * @param cappedUpTo level of the best capped base-stock rule
 * @param cap        its greatest order
 * @param capped     its average cost
 * @param order      the best constant order
 * @param constant   its average cost
 */
public record BestRules(
        int upTo, double baseStock, int cappedUpTo, int cap, double capped, int order, double constant) {
    /** Searches all levels and caps that can matter; some seconds at most for mean demands of about 5. */
    public static BestRules of(LostSales world) {
        double mean = world.demand().mean();
        int most = (int) StrictMath.ceil(4 * (world.leadTime() + 1) * (mean + 1));
        int upTo = 0;
        double baseStock = Double.POSITIVE_INFINITY;
        for (int level = 1; level <= most; level++) { // the cost falls, then rises
            double cost = ExactRuleCost.of(world, Rule.baseStock(level), most);
            if (cost >= baseStock) {
                break;
            }
            upTo = level;
            baseStock = cost;
        }
        int cappedUpTo = upTo;
        int cap = upTo;
        double capped = baseStock;
        for (int level = Math.max(1, upTo - 1); level <= upTo + 3 * world.leadTime(); level++) {
            for (int r = (int) mean; r <= upTo; r++) {
                double cost = ExactRuleCost.of(world, Rule.cappedBaseStock(level, r), most);
                if (cost < capped) {
                    cappedUpTo = level;
                    cap = r;
                    capped = cost;
                } else if (cost > capped * 1.1 && r > mean + 1) {
                    break;
                }
            }
        }
        int order = 0;
        double constant = Double.POSITIVE_INFINITY;
        for (int r = 0; r < mean; r++) {
            double cost = ExactRuleCost.of(world, Rule.constant(r), 10 * most);
            if (cost < constant) {
                order = r;
                constant = cost;
            }
        }
        return new BestRules(upTo, baseStock, cappedUpTo, cap, capped, order, constant);
    }
}
