package dev.weir.rl.actorcritic;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.DenseInput;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.replay.TransitionRing;
import java.util.Arrays;

/**
 * One transition in numbers, checked before anything learns from it; used again for the next one. Confined to one thread.
 */
public final class Encoded {
    private final DecisionProblem problem;
    private final DenseInput input;
    /** [width] s, not normalised. */
    public final float[] state;
    /** [width] s', not normalised; all 0 where there is none. */
    public final float[] next;
    /** Declared actions that s allows. */
    public int[] allowed = {};
    /** Declared actions that s' allows; none where there is no s'. */
    public int[] allowedNext = {};
    /** Place of the action among the allowed ones. */
    public int place;
    /** True if s' is terminal or known: there is something to learn. */
    public boolean complete;

    /** Room for a transition of this problem. */
    public Encoded(DecisionProblem problem, DenseInput input) {
        this.problem = problem;
        this.input = input;
        this.state = new float[input.width()];
        this.next = new float[input.width()];
    }

    /**
     * Takes a transition.
     *
     * @throws IllegalArgumentException naming field, value and expectation
     */
    public void set(Experience experience) {
        number("reward", experience.reward(), -Float.MAX_VALUE, Float.MAX_VALUE);
        number("discount", experience.discount(), 0, 1);
        number("propensity", experience.propensity(), Float.MIN_NORMAL, 1);
        input.encode(experience.situation().features(), state, 0);
        allowed = Allowed.of(problem, experience.situation());
        place = Allowed.place(allowed, experience.action());
        Situation after = experience.discount() == 0 ? null : experience.next();
        if (after == null) {
            Arrays.fill(next, 0f);
            allowedNext = new int[0];
        } else {
            input.encode(after.features(), next, 0);
            allowedNext = Allowed.of(problem, after);
        }
        complete = experience.discount() == 0 || after != null && allowedNext.length > 0;
    }

    /** Appends what was taken last; masks are bits of declared actions. */
    int appendTo(TransitionRing ring, Experience e) {
        int width = state.length;
        int words = ring.words();
        float[] both = Arrays.copyOf(state, 2 * width);
        System.arraycopy(next, 0, both, width, width);
        long[] masks = new long[2 * words];
        for (int a : allowed) {
            masks[a >> 6] |= 1L << a;
        }
        for (int a : allowedNext) {
            masks[words + (a >> 6)] |= 1L << a;
        }
        return ring.append(
                both,
                e.action(),
                (float) e.reward(),
                (float) e.discount(),
                (float) e.propensity(),
                e.unit(),
                e.step(),
                masks);
    }

    private static void number(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(field + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
