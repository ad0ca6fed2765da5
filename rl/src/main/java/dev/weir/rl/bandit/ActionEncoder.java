package dev.weir.rl.bandit;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.feature.SparseVector;

/**
 * Encodes declared actions: named ones by their own place each; a quantity q in [0, 1] of its maximum by q itself and
 * hinges max(0, q − kᵢ) at evenly spaced knots, a piecewise-linear function of the quantity, or by q and q² without
 * hinges. Immutable.
 */
final class ActionEncoder {
    private final ActionSpace actions;
    private final int hinges;
    private final int width;
    private final double[] knots;

    ActionEncoder(ActionSpace actions, int hinges) {
        this.actions = actions;
        this.hinges = hinges;
        this.knots = new double[hinges + 1];
        for (int i = 1; i <= hinges; i++) {
            double share = (double) i / (hinges + 1);
            knots[i] = share * Math.sqrt(share);
        }
        if (actions instanceof ActionSpace.Ids ids) {
            this.width = ids.ids().size();
        } else {
            this.width = hinges == 0 ? 2 : 1 + hinges;
        }
    }

    int width() {
        return width;
    }

    String nameOf(int place) {
        if (actions instanceof ActionSpace.Ids ids) {
            return "action=" + ids.ids().get(place);
        } else if (place == 0) {
            return "action";
        }
        return hinges == 0 ? "action²" : "action>" + knots[place] * ((ActionSpace.Quantities) actions).max();
    }

    void encode(int action, SparseVector out) {
        if (!(actions instanceof ActionSpace.Quantities q)) {
            out.add(action, 1);
            return;
        }
        double share = q.max() == 0 ? 0 : (double) (action * q.step()) / q.max();
        if (share > 0) {
            out.add(0, share);
        }
        if (hinges == 0 && share > 0) {
            out.add(1, share * share);
        }
        for (int i = 1; i <= hinges; i++) {
            double over = share - knots[i];
            if (over > 0) {
                out.add(i, over);
            }
        }
    }
}
