package dev.weir.evaluation.model;

import java.util.Arrays;

/**
 * Features of a pair of context and action, one block an action besides what actions share: [1, context, action's own place,
 * action's features, and with {@code crossed} the context once more at the action's place]. Immutable.
 *
 * @param contextWidth   numbers of a context
 * @param actions        actions
 * @param actionFeatures [actions][any] features of each action; empty arrays where there are none
 * @param crossed        whether each action has coefficients of its own for the context
 */
public record Design(int contextWidth, int actions, double[][] actionFeatures, boolean crossed) {
    /** Each action its own intercept, and with {@code crossed} its own coefficients. */
    public static Design of(int contextWidth, int actions, boolean crossed) {
        return new Design(contextWidth, actions, new double[actions][0], crossed);
    }

    /** Numbers of a pair. */
    public int width() {
        return 1 + contextWidth + actions + actionFeatures[0].length + (crossed ? contextWidth * actions : 0);
    }

    /**
     * Writes a pair's features, first clearing {@code out}.
     *
     * @param contexts context at {@code from …}
     * @param out      [width]
     */
    public void write(double[] contexts, int from, int action, double[] out) {
        Arrays.fill(out, 0);
        out[0] = 1;
        System.arraycopy(contexts, from, out, 1, contextWidth);
        out[1 + contextWidth + action] = 1;
        double[] own = actionFeatures[action];
        System.arraycopy(own, 0, out, 1 + contextWidth + actions, own.length);
        if (crossed) {
            int at = 1 + contextWidth + actions + own.length + action * contextWidth;
            System.arraycopy(contexts, from, out, at, contextWidth);
        }
    }
}
