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
 * @param season      amplitude in [0, 1) of a weekly season of demand; 0: none
 * @param lostKnown   true: an outcome says how much demand was lost; false: only what was sold, and whether it ran out
 * @param shiftAt     period from which demand's mean is multiplied by {@code shiftFactor}; -1: never
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
        double season,
        boolean lostKnown,
        long shiftAt,
        double shiftFactor,
        double discount) {
    /** Twenty shops of fifty SKUs, mean demand from 0.5 to 500, lost demand known, no season, no shift. */
    public static final ShopSettings DEFAULT = new ShopSettings(20, 50, 0.5, 500, 3, 0.3, 0.3, 0, true, -1, 1, 0.95);

    public ShopSettings {
        check("shops", shops, 1, 100_000);
        check("skus", skus, 1, 1_000_000);
        check("shops * skus", (double) shops * skus, 1, 10_000_000);
        check("leastMean", leastMean, 0.01, 1000);
        check("greatestMean", greatestMean, leastMean, 1000);
        check("maxLeadTime", maxLeadTime, 1, 8);
        check("burstyShare", burstyShare, 0, 1);
        check("packs", packs, 0, 1);
        check("season", season, 0, 0.95);
        check("shiftFactor", shiftFactor, 0, 10);
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
                otherShops,
                otherSkus,
                leastMean,
                greatestMean,
                maxLeadTime,
                burstyShare,
                packs,
                season,
                lostKnown,
                shiftAt,
                shiftFactor,
                discount);
    }

    /** The same with a weekly season. */
    public ShopSettings withSeason(double amplitude) {
        return new ShopSettings(
                shops,
                skus,
                leastMean,
                greatestMean,
                maxLeadTime,
                burstyShare,
                packs,
                amplitude,
                lostKnown,
                shiftAt,
                shiftFactor,
                discount);
    }

    /** The same where nobody knows what was lost. */
    public ShopSettings censored() {
        return new ShopSettings(
                shops,
                skus,
                leastMean,
                greatestMean,
                maxLeadTime,
                burstyShare,
                packs,
                season,
                false,
                shiftAt,
                shiftFactor,
                discount);
    }

    /** The same with demand that is multiplied from a period on. */
    public ShopSettings withShift(long period, double factor) {
        return new ShopSettings(
                shops,
                skus,
                leastMean,
                greatestMean,
                maxLeadTime,
                burstyShare,
                packs,
                season,
                lostKnown,
                period,
                factor,
                discount);
    }
}
