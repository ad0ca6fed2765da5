package dev.weir.rl.world.episodic;

import dev.weir.rl.decision.Situation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One unit's way through its world, episode after episode. Confined to one thread. */
public interface Life {
    /** Who is decided for, e.g. {@code sku-3@shop-7}. */
    String unit();

    /** What is known and can be done now: after the end of an episode, the next one's beginning. */
    Situation situation();

    /** What a rule without learning would do now: index into the declared actions. */
    int baseline();

    /** Does the action of this index and moves on. */
    Step act(int action);

    /**
     * What came of an action.
     *
     * @param reward    what the world's formula makes of the metrics
     * @param metrics   as an outcome names them
     * @param next      what was observed thereupon; null only where the episode ended at a state that nobody sees
     * @param terminal  the episode ended: nothing follows
     * @param truncated the episode was cut short: much might have followed
     */
    record Step(
            double reward,
            Map<String, Double> metrics,
            @Nullable Situation next,
            boolean terminal,
            boolean truncated) {}
}
