package dev.weir.ops.simulate;

import dev.weir.rl.world.World.Baselines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What others earn in a world, a decision: what a play is compared with. The first is the least to hope for, the last the most. */
record References(List<Reference> all) {
    References {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param key    in reports
     * @param label  in pictures
     * @param colour of its line in pictures
     */
    record Reference(String key, String label, double reward, String colour) {}

    static References of(Baselines baselines) {
        return new References(List.of(
                new Reference("uniform", "uniform", baselines.uniform(), "#999"),
                new Reference("bestFixed", "best fixed", baselines.bestFixed(), "#c77700"),
                new Reference("best", "best", baselines.best(), "#2a7d2a")));
    }

    double first() {
        return all.get(0).reward();
    }

    double last() {
        return all.get(all.size() - 1).reward();
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        all.forEach(r -> map.put(r.key(), r.reward()));
        return map;
    }
}
