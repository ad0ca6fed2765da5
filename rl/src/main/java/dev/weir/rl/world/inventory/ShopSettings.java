package dev.weir.rl.world.inventory;

/**
 * What a chain of shops is like.
 *
 * @param shops       number of shops
 * @param skus        stock-keeping units in each; every (sku, shop) is a unit of its own
 * @param leastMean   smallest mean demand a period; means are log-uniform up to {@code greatestMean}
 * @param maxLeadTime lead times are 1 to so many periods (at most 8)
 * @param burstyShare part of the units whose demand is geometric, the others' being Poisson
 * @param packs       part of the units that are ordered in packs, with a minimum order of one or two of them
 * @param market      what demand does in time, and what is known of it
 * @param discount    γ
 */
public record ShopSettings(
        int shops,
        int skus,
        double leastMean,
        double greatestMean,
        int maxLeadTime,
        double burstyShare,
        double packs,
        Market market,
        double discount) {
    /** Twenty shops of fifty SKUs, mean demand from 0.5 to 500, lost demand known, no season, no shift. */
    public static final ShopSettings DEFAULT = new ShopSettings(20, 50, 0.5, 500, 3, 0.3, 0.3, Market.STEADY, 0.95);

    /**
     * What demand does in time, and what is known of it.
     *
     * @param season      amplitude in [0, 1) of a weekly season of demand; 0: none
     * @param lostKnown   true: an outcome says how much demand was lost; false: only what was sold, and whether it ran out
     * @param shiftAt     period from which demand's mean is multiplied by {@code shiftFactor}; -1: never
     * @param shiftFactor 0 to 10
     */
    public record Market(double season, boolean lostKnown, long shiftAt, double shiftFactor) {
        /** Demand that stays as it is, all of it known. */
        public static final Market STEADY = new Market(0, true, -1, 1);

        public Market {
            check("season", season, 0, 0.95);
            check("shiftFactor", shiftFactor, 0, 10);
        }

        /** As it is after its shift. */
        public Market shifted() {
            return shiftAt < 0 ? this : new Market(season, lostKnown, 0, shiftFactor);
        }

        /** By how much demand's mean is multiplied in a period, season aside. */
        double shift(long period) {
            return shiftAt >= 0 && period >= shiftAt ? shiftFactor : 1;
        }
    }

    public ShopSettings {
        check("shops", shops, 1, 100_000);
        check("skus", skus, 1, 1_000_000);
        check("shops * skus", (double) shops * skus, 1, 10_000_000);
        check("leastMean", leastMean, 0.01, 1000);
        check("greatestMean", greatestMean, leastMean, 1000);
        check("maxLeadTime", maxLeadTime, 1, 8);
        check("burstyShare", burstyShare, 0, 1);
        check("packs", packs, 0, 1);
        check("discount", discount, 0, 1);
    }

    private static void check(String name, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", was " + value);
        }
    }

    /** The same with so many shops and SKUs. */
    public ShopSettings ofSize(int otherShops, int otherSkus) {
        return new ShopSettings(
                otherShops, otherSkus, leastMean, greatestMean, maxLeadTime, burstyShare, packs, market, discount);
    }

    /** The same in another market. */
    public ShopSettings in(Market other) {
        return new ShopSettings(shops, skus, leastMean, greatestMean, maxLeadTime, burstyShare, packs, other, discount);
    }
}
