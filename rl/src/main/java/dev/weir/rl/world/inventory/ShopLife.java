package dev.weir.rl.world.inventory;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import dev.weir.rl.world.episodic.Life;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One SKU in one shop, period after period; it never ends. */
final class ShopLife implements Life {
    private final Shops shops;
    private final int unit;
    private final Item item;
    private final Shelf shelf;
    private long period;

    ShopLife(Shops shops, int unit) {
        this.shops = shops;
        this.unit = unit;
        this.item = shops.item(unit);
        this.shelf = new Shelf(item);
    }

    @Override
    public String unit() {
        return shops.unitId(unit);
    }

    @Override
    public Situation situation() {
        int stocks = shops.settings().maxLeadTime();
        double[] x = new double[stocks + 11];
        double deviation = item.deviation();
        x[0] = (shelf.position() - expected()) / Reorder.protection(item);
        for (int l = 0; l < item.leadTime(); l++) {
            x[1 + l] = (shelf.pipeline[l] - shops.expected(item, period + l, 1)) / deviation;
        }
        int i = stocks + 1;
        x[i++] = item.leadTime();
        x[i++] = StrictMath.log(item.penalty() / item.holding());
        x[i++] = StrictMath.log10(item.mean());
        x[i++] = StrictMath.log10(deviation / item.mean());
        x[i++] = item.pack() / deviation;
        x[i++] = item.minimum() / deviation;
        x[i++] = item.season(shops.settings().market().season(), period) - 1;
        x[i++] = expected() / (item.mean() * (item.leadTime() + 1)) - 1;
        x[i++] = (shelf.recentSales - 1) * item.mean() / deviation;
        x[i] = shelf.recentStockOuts;
        return new Situation(new Features(x, new String[0]), List.of(), null);
    }

    private double expected() {
        return shops.expected(item, period, item.leadTime() + 1);
    }

    /** Units that an action orders now. */
    int quantity(int action) {
        return action == 0 ? 0 : quantity(Reorder.upTo(Shops.level(action - 1)));
    }

    private int quantity(Reorder rule) {
        return item.feasible(Math.max(0, rule.wish(item, expected(), shelf.position())));
    }

    /** The newsvendor's level, to the nearest one that there is. */
    @Override
    public int baseline() {
        double fractile = Reorder.fractile(item);
        int best = 0;
        for (int i = 1; i < Shops.levels(); i++) {
            if (Math.abs(Shops.level(i) - fractile) < Math.abs(Shops.level(best) - fractile)) {
                best = i;
            }
        }
        return best + 1;
    }

    @Override
    public Step act(int action) {
        double plan = item.penalty() * shops.expected(item, period, 1);
        Shelf.Day day = day(quantity(action));
        double holding = item.holding() * day.left();
        double penalty = item.penalty() * day.lost();
        double revenue = item.penalty() * day.sold();
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("ordered", (double) day.order());
        metrics.put("sold", (double) day.sold());
        metrics.put("left", (double) day.left());
        metrics.put("ran_out", day.left() == 0 ? 1.0 : 0.0);
        metrics.put("holding_cost", holding);
        metrics.put("scale", item.scale());
        if (shops.settings().market().lostKnown()) {
            metrics.put("lost", (double) day.lost());
            metrics.put("penalty_cost", penalty);
            return new Step(-1 * (holding + penalty) / item.scale(), metrics, situation(), false, false);
        }
        metrics.put("revenue", revenue);
        metrics.put("plan", plan);
        return new Step((revenue - plan - holding) / item.scale(), metrics, situation(), false, false);
    }

    /** A period by a classical rule; its cost in the item's scale. */
    double order(Reorder rule) {
        Shelf.Day day = day(quantity(rule));
        return (item.holding() * day.left() + item.penalty() * day.lost()) / item.scale();
    }

    private Shelf.Day day(int order) {
        double season = item.season(shops.settings().market().season(), period);
        Shelf.Day day = shelf.day(order, shops.demand(item, unit, period), season);
        period++;
        return day;
    }
}
