package dev.weir.rl.value;

import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.network.StatePart;
import java.util.List;

/** Where transitions lie, and how the minibatch of a training step is drawn of them. Confined to one thread. */
interface Replay {
    /** Takes what was encoded last. */
    void append(TransitionEncoder encoder, Experience experience);

    /** Transitions ever appended. */
    long appended();

    /** Transitions held. */
    int size();

    /** Draws and fetches a minibatch: a pure function of (seed, step) and what is held. */
    void draw(long seed, long step, Normaliser normaliser, RewardScale scale, Minibatch into);

    /** Hears of the errors of what was drawn last. */
    default void learned(Minibatch batch, float[] errors) {}

    /** Its state; only the last part may grow. */
    List<StatePart> parts();

    /** The one that a configuration asks for. */
    static Replay of(DqnSpec spec, int width, int actions) {
        return spec.sampling() == DqnSpec.Sampling.CLUSTERED
                ? new ClusteredDraws(spec, width, actions)
                : new IndependentDraws(spec, width, actions);
    }
}
