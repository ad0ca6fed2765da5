package dev.weir.rl.value;

import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.replay.ClusteredBatch;
import dev.weir.rl.replay.ClusteredRing;
import java.util.List;

/**
 * Transitions in the store, of which little lies in memory: some random blocks, and of each several transitions. Every
 * transition is as likely as any other; those of one minibatch are not independent. One step each. Confined to one thread.
 */
final class ClusteredDraws implements Replay {
    private final ClusteredRing ring;
    private final ClusteredBatch drawn;

    ClusteredDraws(DqnSpec spec, int width, int actions) {
        this.ring = new ClusteredRing(spec.replayCapacity(), width, actions);
        this.drawn = ClusteredBatch.of(ring.layout(), spec.batch());
    }

    @Override
    public void append(TransitionEncoder encoder, Experience experience) {
        encoder.appendTo(ring, experience);
    }

    @Override
    public long appended() {
        return ring.appended();
    }

    @Override
    public int size() {
        return ring.size();
    }

    @Override
    public void draw(long seed, long step, Normaliser normaliser, RewardScale scale, Minibatch into) {
        ring.sample(seed, step, drawn);
        double offset = scale.offset();
        double factor = scale.factor();
        int width = into.width;
        for (int i = 0; i < drawn.size(); i++) {
            normaliser.apply(drawn.states(), i * width, into.states, i * width);
            normaliser.apply(drawn.nexts(), i * width, into.nexts, i * width);
            into.actions[i] = drawn.actions()[i];
            into.rewards[i] = (float) ((drawn.rewards()[i] - offset) * factor);
            into.discounts[i] = drawn.discounts()[i];
        }
        System.arraycopy(drawn.allowedNext(), 0, into.allowed, 0, into.allowed.length);
    }

    @Override
    public List<StatePart> parts() {
        return List.of(ring.pages());
    }
}
