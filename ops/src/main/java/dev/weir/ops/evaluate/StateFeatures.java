package dev.weir.ops.evaluate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.SparseVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** States of episodes as numbers of a table, or as standardised rows for a regression. */
final class StateFeatures {
    private static final long MOST_NUMBERS = 100_000_000;

    private StateFeatures() {}

    /** Numbers of states by their features, in order of appearance. Confined to one thread. */
    static final class Table {
        private final Map<Features, Integer> numbers = new HashMap<>();

        int[] of(List<? extends @Nullable Situation> situations) {
            int[] states = new int[situations.size()];
            for (int i = 0; i < states.length; i++) {
                Situation situation = situations.get(i);
                states[i] = situation == null ? 0 : number(situation.features());
            }
            return states;
        }

        private int number(Features features) {
            return numbers.computeIfAbsent(features, f -> numbers.size());
        }

        int states() {
            return Math.max(1, numbers.size());
        }
    }

    /**
     * [rows × width] 1 and the encoded context, each place but the first brought to mean 0 and deviation 1 over the states.
     *
     * @param next [rows × width] the same of what followed; 0 where that is not known
     */
    record Rows(double[] state, double[] next, int width) {}

    static Rows rows(DecisionProblem problem, Episodes episodes) {
        SparseContext context = new SparseContext(problem.context());
        int width = 1 + context.width();
        int count = episodes.rows().size();
        if ((long) count * width > MOST_NUMBERS) {
            throw new IllegalArgumentException("the episodes have " + count + " steps of " + width
                    + " numbers, a linear or network model takes at most " + MOST_NUMBERS
                    + " in all: evaluate a part of the log, or take --q tabular or none");
        }
        double[] state = new double[count * width];
        double[] next = new double[count * width];
        SparseVector entries = new SparseVector();
        for (int i = 0; i < count; i++) {
            encode(context, episodes.rows().get(i).situation(), entries, state, i * width);
            Situation after = episodes.next().get(i);
            if (after != null) {
                encode(context, after, entries, next, i * width);
            }
        }
        for (int j = 1; j < width; j++) {
            standardise(state, next, width, j);
        }
        return new Rows(state, next, width);
    }

    private static void encode(
            SparseContext context, Situation situation, SparseVector entries, double[] to, int from) {
        entries.clear();
        context.encode(situation.features(), entries);
        to[from] = 1;
        for (int e = 0; e < entries.size(); e++) {
            to[from + 1 + entries.place(e)] += entries.value(e);
        }
    }

    private static void standardise(double[] state, double[] next, int width, int j) {
        int count = state.length / width;
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += state[i * width + j] / count;
        }
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double off = state[i * width + j] - mean;
            squares += off * off / count;
        }
        double scale = squares > 1e-20 ? 1 / Math.sqrt(squares) : 0; // a constant says nothing beside the first place
        for (int i = 0; i < count; i++) {
            state[i * width + j] = (state[i * width + j] - mean) * scale;
            next[i * width + j] = next[i * width] == 0 ? 0 : (next[i * width + j] - mean) * scale;
        }
    }
}
