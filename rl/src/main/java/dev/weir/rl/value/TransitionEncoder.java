package dev.weir.rl.value;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.replay.TransitionStore;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks one transition and brings it into the form of the replay, before anything learns of it. Confined to one thread. */
final class TransitionEncoder {
    private final DecisionProblem problem;
    private final DenseInput input;
    private final int actions;
    private final int words;
    /** s, then s' (0 where there is none). */
    final float[] states;
    /** Bits of the actions allowed in s, then in s'. */
    final long[] allowed;

    TransitionEncoder(DecisionProblem problem, DenseInput input, int actions) {
        this.problem = problem;
        this.input = input;
        this.actions = actions;
        this.words = (actions + 63) / 64;
        this.states = new float[2 * input.width()];
        this.allowed = new long[2 * words];
    }

    /**
     * Encodes it.
     *
     * @throws IllegalArgumentException naming field, value and expectation
     */
    void encode(Experience e) {
        if (!Float.isFinite((float) e.reward())) {
            throw new IllegalArgumentException("reward must be finite in single precision, was " + e.reward());
        }
        Check.within("discount", e.discount(), 0, 1);
        Check.positive("propensity", e.propensity(), 1);
        Check.within("action", e.action(), 0, problem.actionCount(e.situation()) - 1);
        encode(e.situation(), 0);
        Situation next = e.discount() > 0 ? e.next() : null;
        if (next != null) {
            encode(next, 1);
        } else {
            Arrays.fill(states, input.width(), 2 * input.width(), 0f);
            Arrays.fill(allowed, words, 2 * words, 0L);
        }
    }

    private void encode(Situation situation, int half) {
        input.encode(situation.features(), states, half * input.width());
        int at = half * words;
        Arrays.fill(allowed, at, at + words, 0L);
        int @Nullable [] listed = situation.allowed();
        int n = listed == null ? actions : listed.length;
        Check.within("number of allowed actions", n, 1, actions);
        for (int i = 0; i < n; i++) {
            int action = listed == null ? i : listed[i];
            Check.within("allowed action", action, 0, actions - 1);
            allowed[at + (action >> 6)] |= 1L << action;
        }
    }

    /** Puts what was encoded last into the replay. */
    int appendTo(TransitionStore replay, Experience e) {
        return replay.append(
                states,
                e.action(),
                (float) e.reward(),
                (float) e.discount(),
                (float) e.propensity(),
                e.unit(),
                e.step(),
                allowed);
    }
}
