package dev.weir.ops.evaluate;

import dev.weir.rl.random.CounterRandom;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Units of episodes dealt evenly into folds, by chance. */
final class UnitFolds {
    private static final long STREAM = 0x756e_6974_666f_6c64L; // "unitfold"

    private UnitFolds() {}

    /** [units] the fold of each. */
    static int[] deal(Episodes episodes, int folds, long seed) {
        int[] order = IntStream.range(0, episodes.units())
                .boxed()
                .sorted(Comparator.comparingDouble(u -> CounterRandom.uniform(seed, STREAM, u)))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] fold = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            fold[order[k]] = k % folds;
        }
        return fold;
    }
}
