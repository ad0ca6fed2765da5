package dev.weir.schemas.problem;

import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.KernelChoice;
import dev.weir.rl.value.DqnSpec;
import dev.weir.rl.value.DqnSpec.Prioritised;
import dev.weir.rl.value.DqnSpec.Sampling;
import dev.weir.rl.value.DqnSpec.Target;
import dev.weir.rl.value.EpsilonGreedy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads DQN's keys; defaults are those of {@link DqnSpec#builder()}. */
final class DqnReader {
    private static final DqnSpec DEFAULTS = DqnSpec.builder().build();
    private static final int MAX_EVERY = 1_000_000_000;

    private DqnReader() {}

    static LearnerSpec read(Section track, Section s) {
        int batch = whole(s, "batch", 1, 4096, DEFAULTS.batch());
        int capacity = whole(s, "replay-capacity", batch, 100_000_000, DEFAULTS.replayCapacity());
        boolean clustered =
                s.choice("sampling", "uniform", "uniform", "clustered").equals("clustered");
        return DqnSpec.builder()
                .hidden(s.widths("hidden", DEFAULTS.hidden()))
                .activation(activation(s))
                .layerNorm(s.truth("layer-norm", DEFAULTS.layerNorm()))
                .learningRate(s.number("learning-rate", 1e-9, 1, DEFAULTS.learningRate()))
                .batch(batch)
                .trainEvery(whole(s, "train-every", 1, 1_000_000, DEFAULTS.trainEvery()))
                .warmUp(whole(s, "warm-up", batch, capacity, Math.max(batch, Math.min(capacity, DEFAULTS.warmUp()))))
                .replayCapacity(capacity)
                .nStep(whole(s, "n-step", 1, clustered ? 1 : 1000, clustered ? 1 : DEFAULTS.nStep()))
                .doubleQ(s.truth("double", DEFAULTS.doubleQ()))
                .dueling(s.truth("dueling", DEFAULTS.dueling()))
                .quantiles(whole(s, "quantiles", 0, 512, DEFAULTS.quantiles()))
                .basis(basis(s))
                .huber(s.number("huber", 0, 1e9, DEFAULTS.huber()))
                .sampling(clustered ? Sampling.CLUSTERED : Sampling.UNIFORM)
                .prioritised(prioritised(s, clustered))
                .target(target(s))
                .average(s.number("average", 0, 1, DEFAULTS.average()))
                .clip(s.number("clip", 1e-9, 1e30, DEFAULTS.clip()))
                .centreRewards(s.truth("centre-rewards", DEFAULTS.centreRewards()))
                .scaleRewards(s.truth("scale-rewards", DEFAULTS.scaleRewards()))
                .exploration(exploration(track))
                .kernel(kernel(s))
                .build();
    }

    private static int whole(Section s, String key, int min, int max, int byDefault) {
        return (int) s.integer(key, min, max, (long) byDefault);
    }

    private static KernelChoice kernel(Section s) {
        return KernelChoice.valueOf(
                s.choice("kernel", "auto", "auto", "vector", "nd4j").toUpperCase(Locale.ROOT));
    }

    private static int basis(Section s) {
        int basis = whole(s, "basis", 0, 64, DEFAULTS.basis());
        if (basis == 1 || basis == 2) {
            s.wrong("basis", s.node("basis"), "0, or a whole number from 3 to 64");
            return 0;
        }
        return basis;
    }

    private static Activation activation(Section s) {
        String name = s.choice("activation", "relu", "relu", "tanh", "leaky-relu");
        return Activation.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static @Nullable Prioritised prioritised(Section s, boolean clustered) {
        if (!s.has("prioritised")) {
            return null;
        }
        if (clustered) {
            s.wrong("prioritised", s.node("prioritised"), "none: sampling is clustered");
            return null;
        }
        try (Section p = s.section("prioritised")) {
            return new Prioritised(p.number("alpha", 0, 1, null), p.number("beta", 0, 1, null));
        }
    }

    private static Target target(Section s) {
        if (!s.has("target")) {
            return DEFAULTS.target();
        }
        try (Section t = s.section("target")) {
            if (t.has("every") == t.has("tau")) {
                s.wrong("target", s.node("target"), "either {every: training steps} or {tau: share}");
                return DEFAULTS.target();
            }
            return t.has("every")
                    ? new Target(whole(t, "every", 1, MAX_EVERY, 1), 0)
                    : new Target(0, t.number("tau", 1e-9, 1, null));
        }
    }

    private static EpsilonGreedy exploration(Section track) {
        EpsilonGreedy defaults = DEFAULTS.exploration();
        try (Section s = track.section("exploration")) {
            s.choice("name", "epsilon-greedy", "epsilon-greedy");
            double floor = s.floor(defaults.floor());
            double start = s.number("start", floor, 1, Math.max(floor, defaults.start()));
            return new EpsilonGreedy(floor, start, s.integer("decay", 0, MAX_EVERY, defaults.decay()));
        }
    }
}
