package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What limits and the caller's mask leave of the actions, before any policy is asked. Immutable. */
final class Masks {
    private final Actions actions;
    private final ActionSpace space;
    private final double max;

    Masks(ProblemFile file, Actions actions) {
        this.actions = actions;
        this.space = file.decision().actions();
        Double limit = file.limits().max();
        this.max = limit == null ? Double.POSITIVE_INFINITY : limit;
    }

    /**
     * What may be done.
     *
     * @param places  ascending places of the actions, or null for all
     * @param limit   largest quantity; infinite: none
     * @param limited true: the limit took away at least one action
     */
    record Left(int @Nullable [] places, double limit, boolean limited) {
        /** Place of an action among those that are left, or -1. */
        int find(int place) {
            return places == null ? place : Math.max(-1, Arrays.binarySearch(places, place));
        }
    }

    Left of(Ask ask) {
        int count = actions.count(ask);
        double limit = limit(ask);
        int below = count;
        if (space instanceof ActionSpace.Quantities q && limit < q.max()) {
            below = limit < 0 ? 0 : (int) (limit / q.step()) + 1;
        }
        List<String> named = ask.allowed().actions();
        int[] places = null;
        if (named != null) {
            boolean[] in = new boolean[count];
            named.forEach(id -> in[actions.place(ask, id, "allowed.actions")] = true);
            places = IntStream.range(0, below).filter(i -> in[i]).toArray();
        } else if (below < count) {
            places = IntStream.range(0, below).toArray();
        }
        if (places != null && places.length == 0) {
            throw new Refusal("allowed", named == null ? limit : named, "at least one action that may be done");
        }
        return new Left(places != null && places.length == count ? null : places, limit, below < count);
    }

    private double limit(Ask ask) {
        double least = Math.min(max, ask.allowed().max());
        return Double.isNaN(ask.allowed().limit())
                ? least
                : Math.min(least, ask.allowed().limit());
    }
}
