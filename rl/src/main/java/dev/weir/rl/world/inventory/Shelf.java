package dev.weir.rl.world.inventory;

/** Stock and orders under way of one item, with what its shop remembers of recent sales. Confined to one thread. */
final class Shelf {
    private static final double MEMORY = 0.1; // weight of the newest period in what is remembered

    final Item item;
    /** [L] on hand after today's arrival, then what arrives in 1, 2, … periods. */
    final int[] pipeline;
    /** Sales of late over mean demand, smoothed. */
    double recentSales = 1;
    /** Share of periods of late that ran out, smoothed. */
    double recentStockOuts;

    Shelf(Item item) {
        this.item = item;
        this.pipeline = new int[item.leadTime()];
        for (int l = 0; l < pipeline.length; l++) {
            pipeline[l] = (int) Math.rint(item.mean());
        }
    }

    int position() {
        int sum = 0;
        for (int units : pipeline) {
            sum += units;
        }
        return sum;
    }

    /** One period: the order is placed, demand comes. */
    Day day(int order, int demand, double season) {
        int sold = Math.min(pipeline[0], demand);
        int left = pipeline[0] - sold;
        int lost = demand - sold;
        System.arraycopy(pipeline, 1, pipeline, 0, pipeline.length - 1);
        pipeline[pipeline.length - 1] = pipeline.length == 1 ? 0 : order;
        pipeline[0] += left + (pipeline.length == 1 ? order : 0);
        recentSales += MEMORY * (sold / (item.mean() * season) - recentSales);
        recentStockOuts += MEMORY * ((left == 0 ? 1 : 0) - recentStockOuts);
        return new Day(order, sold, left, lost);
    }

    /** What happened, in units. */
    record Day(int order, int sold, int left, int lost) {}
}
