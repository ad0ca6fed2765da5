package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.DefaultAction;
import dev.weir.schemas.wire.Refusal;
import org.jspecify.annotations.Nullable;

/** The action that is done where no policy decides, as the problem file says. Immutable. */
final class DefaultChoice {
    private final DefaultAction action;
    private final Actions actions;
    private final boolean quantities;

    DefaultChoice(ProblemFile file, Actions actions) {
        this.action = file.defaultAction();
        this.actions = actions;
        this.quantities = file.decision().actions() instanceof ActionSpace.Quantities;
    }

    /**
     * Its place among the actions that are left. A quantity that limits or a mask took away becomes the greatest one left
     * that is not above it, or else the least; a fixed action that a mask took away becomes the first one left.
     *
     * @param baseline place of the request's baseline action, or null if it names none
     */
    int place(Ask ask, @Nullable Integer baseline, Masks.Left left) {
        if (action instanceof DefaultAction.First) {
            return 0;
        }
        int wanted;
        if (action instanceof DefaultAction.Fixed fixed) {
            wanted = actions.place(ask, fixed.id(), "default-action");
        } else if (baseline != null) {
            wanted = baseline;
        } else {
            throw new Refusal(
                    "baselineAction", "absent", "an action: no policy decides, and default-action is from-request");
        }
        int place = left.find(wanted);
        if (place >= 0) {
            return place;
        } else if (quantities) {
            return greatestNotAbove(wanted, left);
        } else if (action instanceof DefaultAction.Fixed) {
            return 0;
        }
        throw new Refusal("baselineAction", ask.baselineAction(), "one of allowed.actions");
    }

    private static int greatestNotAbove(int wanted, Masks.Left left) {
        int[] places = left.places();
        int at = 0;
        while (places != null && at + 1 < places.length && places[at + 1] <= wanted) {
            at++;
        }
        return at;
    }
}
