package dev.weir.rl.world.inventory;

import dev.weir.rl.random.Gaussian;

/** A classical rule of reordering: units wished for, before packs, minimum and cap. Immutable. */
@FunctionalInterface
public interface Reorder {
    /**
     * Units wished for.
     *
     * @param item     what is ordered
     * @param expected demand expected from now until the next order's arrival, L + 1 periods
     * @param position units on hand and under way
     */
    double wish(Item item, double expected, int position);

    /** Up to the expected demand and {@code z} deviations more. */
    static Reorder upTo(double z) {
        return (item, expected, position) -> expected + z * protection(item) - position;
    }

    /** Up to what the newsvendor's fractile p / (p + h) says, {@code shift} deviations aside (Zipkin 2008, base stock). */
    static Reorder newsvendor(double shift) {
        return (item, expected, position) -> upTo(fractile(item) + shift).wish(item, expected, position);
    }

    /**
     * The newsvendor's, but never above a period's expected demand and its own fractile's deviations plus {@code cap} at
     * once (Xin 2021, capped base stock).
     */
    static Reorder capped(double shift, double cap) {
        return (item, expected, position) -> Math.min(
                newsvendor(shift).wish(item, expected, position),
                expected / (item.leadTime() + 1) + (fractile(item) + cap) * item.deviation());
    }

    /** The same each period: mean demand less {@code slack} deviations (best at long lead times and high penalties). */
    static Reorder constant(double slack) {
        return (item, expected, position) -> item.mean() - slack * item.deviation();
    }

    /** Deviations of safety that the newsvendor's fractile asks for. */
    static double fractile(Item item) {
        return Gaussian.quantile(item.penalty() / (item.penalty() + item.holding()));
    }

    /** Deviation of the demand that an order protects from. */
    static double protection(Item item) {
        return item.deviation() * Math.sqrt(item.leadTime() + 1.0);
    }
}
