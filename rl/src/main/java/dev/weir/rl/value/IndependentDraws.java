package dev.weir.rl.value;

import dev.weir.rl.feature.Normaliser;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.network.StatePart;
import dev.weir.rl.replay.NStep;
import dev.weir.rl.replay.Priorities;
import dev.weir.rl.replay.TransitionRing;
import dev.weir.rl.replay.UniformSampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transitions decoded in memory, drawn apart from each other: all alike, or by priority (Schaul et al. 2016, equation 1),
 * each with the rewards of the steps that follow. Confined to one thread.
 */
final class IndependentDraws implements Replay {
    private static final double LEAST_ERROR = 1e-6;
    private static final double GREATEST_PRIORITY = 1e30;

    private final TransitionRing ring;
    private final NStep chain;
    private final DqnSpec.@Nullable Prioritised settings;
    private final @Nullable Priorities priorities;
    private final int[] slots;
    /** Without meaning: see {@link TransitionRing#approach}. */
    float near;

    IndependentDraws(DqnSpec spec, int width, int actions) {
        this.ring = new TransitionRing(spec.replayCapacity(), width, actions);
        this.chain = new NStep(ring, spec.nStep());
        this.settings = spec.prioritised();
        this.priorities = settings == null ? null : new Priorities(spec.replayCapacity());
        this.slots = new int[spec.batch()];
    }

    @Override
    public void append(TransitionEncoder encoder, Experience experience) {
        int slot = encoder.appendTo(ring, experience);
        if (priorities != null) {
            priorities.setNew(slot);
        }
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
        if (priorities == null || settings == null) {
            UniformSampling.sample(seed, step, ring.size(), slots);
        } else {
            priorities.sample(seed, step, slots);
            weigh(priorities, settings.beta(), into);
        }
        double offset = scale.offset();
        double factor = scale.factor();
        near = ring.approach(slots);
        for (int i = 0; i < slots.length; i++) {
            int slot = slots[i];
            chain.follow(slot);
            int last = chain.last();
            normaliser.apply(ring.row(slot), ring.rowAt(slot), into.states, i * into.width);
            normaliser.apply(ring.row(last), ring.rowAt(last) + into.width, into.nexts, i * into.width);
            into.actions[i] = ring.action(slot);
            into.rewards[i] = (float) ((chain.reward() - offset * chain.weight()) * factor);
            into.discounts[i] = (float) chain.discount();
            for (int word = 0; word < into.words; word++) {
                into.allowed[i * into.words + word] = ring.allowedNext(last, word);
            }
        }
    }

    /** w = (N P)^−β / max w. */
    private void weigh(Priorities weighed, double beta, Minibatch into) {
        float greatest = 0;
        for (int i = 0; i < slots.length; i++) {
            double probability = weighed.probability(slots[i]);
            into.weights[i] = (float) StrictMath.pow(ring.size() * probability, -beta);
            greatest = Math.max(greatest, into.weights[i]);
        }
        for (int i = 0; i < slots.length; i++) {
            into.weights[i] /= greatest;
        }
    }

    @Override
    public void learned(Minibatch batch, float[] errors) {
        if (priorities != null && settings != null) {
            for (int i = 0; i < slots.length; i++) {
                double raised = StrictMath.pow(errors[i] + LEAST_ERROR, settings.alpha());
                priorities.set(slots[i], (float) Math.min(raised, GREATEST_PRIORITY));
            }
        }
    }

    @Override
    public List<StatePart> parts() {
        return priorities == null ? List.of(ring.pages()) : List.of(priorities, ring.pages());
    }
}
