package dev.weir.rl.world.inventory;

import dev.weir.rl.random.CounterRandom;

/**
 * What one SKU in one shop is like; a pure function of (seed, unit).
 *
 * @param mean     expected demand of a period, season and shift aside
 * @param bursty   geometric demand instead of Poisson
 * @param leadTime L ≥ 1 periods
 * @param holding  h, money a unit and period
 * @param penalty  p, money a unit of demand not met
 * @param pack     orders are multiples of it
 * @param minimum  least order that is not 0, a multiple of the pack
 * @param cap      greatest order, a multiple of the pack
 * @param phase    of its season, periods
 */
public record Item(
        double mean,
        boolean bursty,
        int leadTime,
        double holding,
        double penalty,
        int pack,
        int minimum,
        int cap,
        int phase) {
    private static final long STREAM = 0x6974656dL; // "item"

    static Item of(ShopSettings settings, long seed, int unit) {
        double mean = between(settings.leastMean(), settings.greatestMean(), CounterRandom.uniform(seed, STREAM, unit));
        boolean bursty = CounterRandom.uniform(seed, STREAM + 1, unit) < settings.burstyShare();
        int leadTime = 1 + (int) (settings.maxLeadTime() * CounterRandom.uniform(seed, STREAM + 2, unit));
        double holding = between(0.1, 10, CounterRandom.uniform(seed, STREAM + 3, unit));
        double ratio = between(4, 39, CounterRandom.uniform(seed, STREAM + 4, unit));
        boolean packed = CounterRandom.uniform(seed, STREAM + 5, unit) < settings.packs();
        int pack = packed ? 1 + (int) Math.rint(mean * (0.1 + 0.5 * CounterRandom.uniform(seed, STREAM + 6, unit))) : 1;
        int minimum = packed && CounterRandom.uniform(seed, STREAM + 7, unit) < 0.5 ? 2 * pack : pack;
        double most = (2 + leadTime) * mean + 6 * deviation(mean, bursty);
        int cap = Math.max(minimum, pack * (int) StrictMath.ceil(most / pack));
        int phase = (int) (7 * CounterRandom.uniform(seed, STREAM + 8, unit));
        return new Item(mean, bursty, leadTime, holding, ratio * holding, pack, minimum, cap, phase);
    }

    private static double between(double least, double greatest, double u) {
        return least * StrictMath.exp(u * StrictMath.log(greatest / least));
    }

    private static double deviation(double mean, boolean bursty) {
        return Math.sqrt(bursty ? mean * (1 + mean) : mean);
    }

    /** Standard deviation of a period's demand. */
    public double deviation() {
        return deviation(mean, bursty);
    }

    /** Money that is "one" for this item: what one deviation of demand costs to hold for a period. */
    public double scale() {
        return holding * deviation();
    }

    /** Factor of demand in a period; its mean over a week is 1. */
    double season(double amplitude, long period) {
        return 1 + amplitude * StrictMath.sin(2 * Math.PI * ((period + phase) % 7) / 7);
    }

    /** Demand for a period from one uniform number (and a second where the mean is great), by inversion. */
    static int demand(double mean, boolean bursty, double u, double v) {
        if (mean <= 0) {
            return 0;
        }
        if (bursty) {
            return (int) StrictMath.floor(StrictMath.log1p(-u) / StrictMath.log(mean / (1 + mean)));
        }
        return mean <= 300 ? poisson(mean, u) : poisson(300, u) + demand(mean - 300, false, v, u);
    }

    private static int poisson(double mean, double u) {
        double p = StrictMath.exp(-mean);
        double cumulated = p;
        int k = 0;
        while (u >= cumulated && k < 10 * mean + 50) {
            k++;
            p *= mean / k;
            cumulated += p;
        }
        return k;
    }

    /** What can be ordered that is nearest to a wish, and never above the cap. */
    public int feasible(double wish) {
        int packs = (int) Math.rint(wish / pack);
        int order = Math.min(cap, packs * pack);
        return order >= minimum ? order : 2 * order >= minimum ? minimum : 0;
    }
}
