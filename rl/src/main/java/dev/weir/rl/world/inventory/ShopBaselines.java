package dev.weir.rl.world.inventory;

/**
 * What classical rules cost a chain of shops: mean a unit and period in each item's own scale, all under the same demand.
 * The parameters that a rule has are the best for the chain as a whole, in hindsight.
 *
 * @param newsvendor base stock at each item's newsvendor fractile
 * @param baseStock  the same with the best common shift of the level
 * @param capped     base stock with the best common shift and cap on an order
 * @param constant   the best constant order
 */
public record ShopBaselines(double newsvendor, double baseStock, double capped, double constant) {
    private static final double[] SHIFTS = {-1, -0.75, -0.5, -0.25, 0, 0.25};
    private static final double[] CAPS = {-1, -0.75, -0.5, -0.25, 0, 0.5};
    private static final double[] SLACKS = {0, 0.1, 0.2, 0.35, 0.5, 0.75};

    /** Plays every rule for so many periods after a warm-up. */
    public static ShopBaselines of(Shops shops, int warmUp, int periods) {
        double newsvendor = shops.cost(Reorder.newsvendor(0), warmUp, periods);
        double baseStock = newsvendor;
        double capped = Double.POSITIVE_INFINITY;
        double constant = Double.POSITIVE_INFINITY;
        for (double shift : SHIFTS) {
            baseStock = Math.min(baseStock, shops.cost(Reorder.newsvendor(shift), warmUp, periods));
            for (double cap : CAPS) {
                capped = Math.min(capped, shops.cost(Reorder.capped(shift, cap), warmUp, periods));
            }
        }
        for (double slack : SLACKS) {
            constant = Math.min(constant, shops.cost(Reorder.constant(slack), warmUp, periods));
        }
        return new ShopBaselines(newsvendor, baseStock, capped, constant);
    }
}
